"""The blueprint of all pages of question banks, and the words and texts of questions for every template."""

from flask import Blueprint

from .. import stored_sentences
from ..mathematics import with_mathematics
from ..rich_text import to_plain_text, with_unbroken_numbers
from ..wording import translate
from . import words
from .appearance import preview, with_blanks
from .formats.answers import from_stored

blueprint = Blueprint("questions", __name__, template_folder="templates")
blueprint.add_app_template_filter(to_plain_text, "plain_text")
blueprint.add_app_template_filter(lambda html: with_unbroken_numbers(with_mathematics(html)), "unbroken_numbers")
blueprint.add_app_template_filter(with_blanks, "with_blanks")
blueprint.add_app_template_filter(from_stored, "answer_form")
blueprint.add_app_template_global(preview, "preview_of")
blueprint.add_app_template_filter(lambda stored: translate(stored_sentences.from_stored(stored)), "stored_sentence")
blueprint.add_app_template_filter(words.kind_name, "kind_name")
blueprint.add_app_template_filter(words.level_name, "level_name")
blueprint.add_app_template_filter(words.state_name, "state_name")
blueprint.add_app_template_filter(words.part_name, "part_name")
blueprint.add_app_template_filter(words.rule_name, "rule_name")
blueprint.add_app_template_filter(words.severity_name, "severity_name")
