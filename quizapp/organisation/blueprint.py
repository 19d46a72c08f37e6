"""The blueprint of all pages of units."""

from flask import Blueprint

blueprint = Blueprint("units", __name__, template_folder="templates")
