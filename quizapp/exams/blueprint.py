"""The blueprint of all pages of exams."""

from flask import Blueprint

blueprint = Blueprint("exams", __name__, template_folder="templates")
