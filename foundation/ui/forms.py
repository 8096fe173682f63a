from django.forms.renderers import TemplatesSetting


class RegisterRenderer(TemplatesSetting):
    """Makes `{{ form }}` print our own fields and error summary, on every page alike."""

    form_template_name = "components/form.html"
    formset_template_name = "components/formset.html"
    field_template_name = "components/field.html"
