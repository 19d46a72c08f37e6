"""The blueprint of all pages of documents, and the words of documents for every template."""

from flask import Blueprint

from . import words

blueprint = Blueprint("library", __name__, template_folder="templates")
blueprint.add_app_template_filter(words.kind_name, "document_kind")
blueprint.add_app_template_filter(words.short_name, "document_name")
blueprint.add_app_template_filter(words.full_name, "document_full_name")
blueprint.add_app_template_filter(words.section_label, "section_label")
blueprint.add_app_template_filter(words.section_sign, "section_sign")
blueprint.add_app_template_filter(words.section_html, "section_html")
