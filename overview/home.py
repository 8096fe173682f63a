from django.shortcuts import render


def home(request):
    """What needs the reader today."""
    return render(request, "overview/home.html", {})
