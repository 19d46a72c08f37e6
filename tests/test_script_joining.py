"""Several modules in one script: in the right order, each in its own scope, nothing that would mean something else."""

from __future__ import annotations

import re

import pytest

from quizapp.project import ROOT
from quizapp.script_joining import join

CLOCK = 'import { page } from "./page.js";\nconst hidden = 1;\nexport const now = () => page + hidden;\n'
PAGE = "const hidden = 2;\nexport const page = hidden;\nexport async function load() {}\n"
BEGIN = 'import { now } from "./clock.js";\nimport {\n  load,\n  page,\n} from "./page.js";\nload(now(), page);\n'
MODULES = {"begin.js": BEGIN, "clock.js": CLOCK, "page.js": PAGE}


def places(script: str) -> list[str]:
    return re.findall(r'^modules\["(.+)"\] =', script, re.M)


def test_module_stands_once_and_after_those_that_it_imports():
    assert places(join("begin.js", MODULES)) == ["page.js", "clock.js", "begin.js"]


def test_joined_script_neither_imports_nor_exports():
    script = join("begin.js", MODULES)
    assert not re.search(r"^(import|export)\b", script, re.M)
    assert 'const { load, page } = modules["page.js"];' in script


def test_module_gives_what_it_exports_and_hides_the_rest():
    script = join("begin.js", MODULES)
    assert "return { page, load };\n})();" in script
    assert "return { now };\n})();" in script
    assert script.count("(() => {\n") == 3


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"page.js": 'import { now } from "./clock.js";\n' + PAGE},
            "in a ring: begin.js > clock.js > page.js > clock.js",
        ),
        ({"clock.js": 'import { pages } from "./page.js";\n'}, "clock.js: page.js does not export pages"),
        ({"clock.js": 'import { page as leaf } from "./page.js";\n'}, "page.js does not export page as leaf"),
        ({"clock.js": 'import { day } from "./calendar.js";\n'}, "clock.js: there is no module calendar.js"),
        ({"clock.js": 'import "./page.js";\n'}, 'clock.js: this cannot be joined: import "./page.js";'),
        ({"clock.js": 'import { now } from "../clock.js";\n'}, "clock.js: this cannot be joined: import"),
        ({"clock.js": "export let now = 1;\n"}, "clock.js: this cannot be joined: export let now = 1;"),
        ({"clock.js": "export default 1;\n"}, "clock.js: this cannot be joined: export default"),
        ({"clock.js": 'const now = await import("./page.js");\n'}, "clock.js: this cannot be joined: import("),
        ({"other.js": "const alone = 1;\n"}, "no module imports other.js"),
    ],
)
def test_what_the_joined_script_would_do_otherwise_is_refused(changed, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        join("begin.js", MODULES | changed)


def test_entry_that_is_not_there_is_named():
    with pytest.raises(ValueError, match=r"the entry: there is no module begin\.js"):
        join("begin.js", {})


def test_modules_of_the_paper_are_small():
    lines = {path.name: len(path.read_text().splitlines()) for path in (ROOT / "quizapp/static/paper").glob("*.js")}
    assert len(lines) > 10
    assert not {name: count for name, count in lines.items() if count > 150}
