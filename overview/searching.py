from django.shortcuts import render


def search(request):
    """One field over everything the reader may see."""
    return render(request, "overview/search.html", {})
