"""Several ES modules as the one script that a browser loads: small files for people, one request for the phone.

Each module keeps a scope of its own and is run once, after those that it imports. Only what is written here is
understood: ``import { a, b } from "./other.js";`` of neighbours and ``export`` before a function or a constant. What
the joined script would do otherwise than the modules raises: imports in a ring, names that a module does not export,
exported variables (an importer would keep their first value).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?function (\w+)|const (\w+) =)", re.M)


def join(entry: str, modules: Mapping[str, str]) -> str:
    """The script that does what the module ``entry`` does; ``modules`` holds {file name: text} of all."""
    ordered = _in_order(entry, modules)
    if unused := sorted(set(modules) - set(ordered)):
        raise ValueError(f"no module imports {', '.join(unused)}")
    exported = {name: _exports_of(name, modules[name]) for name in ordered}
    scopes = [_as_scope(name, modules[name], exported) for name in ordered]
    return "\n".join(["const modules = {};", *scopes])


def _in_order(name: str, modules: Mapping[str, str], above: tuple[str, ...] = ()) -> list[str]:
    """The module after all that it needs, each once."""
    if name in above:
        raise ValueError(f"modules import each other in a ring: {' > '.join((*above, name))}")
    if name not in modules:
        raise ValueError(f"{above[-1] if above else 'the entry'}: there is no module {name}")
    found: list[str] = []
    for needed in re.findall(IMPORT, modules[name]):
        found += _in_order(needed[1], modules, (*above, name))
    return list(dict.fromkeys([*found, name]))


def _exports_of(name: str, text: str) -> list[str]:
    _refuse_other_forms(name, EXPORT.sub("", IMPORT.sub("", text)))
    return [match[1] or match[2] for match in EXPORT.finditer(text)]


def _refuse_other_forms(name: str, text: str) -> None:
    if other := re.search(r"^(?:import|export)\b.*|\bimport(?:\(|\.meta).*", text, re.M):
        raise ValueError(f"{name}: this cannot be joined: {other[0]}")


def _as_scope(name: str, text: str, exported: Mapping[str, list[str]]) -> str:
    def as_constant(match: re.Match[str]) -> str:
        wanted = re.findall(r"\w+(?: as \w+)?", match[1])
        if missing := [one for one in wanted if one not in exported[match[2]]]:
            raise ValueError(f"{name}: {match[2]} does not export {', '.join(missing)}")
        return f'const {{ {", ".join(wanted)} }} = modules["{match[2]}"];\n'

    body = EXPORT.sub("", IMPORT.sub(as_constant, text)).strip()
    return f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(exported[name])} }};\n}})();\n'
