"""No two types of one name outside anonymous namespaces: a program that holds both is wrong, and no compiler says so."""

import re

SUFFIXES = (".h", ".cpp", ".cu", ".cuh")
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
OPENING = re.compile(r"\b(?:namespace\s*([\w:]*)\s*|(?:struct|class|union|enum(?:\s+class|\s+struct)?)\s+([\w:]+)\b[^;{}()=]*)$")
TEMPLATE = re.compile(r"\btemplate\s*<(?:[^<>]|<[^<>]*>)*>")


def types(text):
    """The qualified name of every type that is defined in a namespace with a name."""
    text = NOISE.sub("", re.sub(r"^\s*#[^\n]*(?:\\\n[^\n]*)*", "", text, flags=re.M))
    found, open_braces, start = [], [], 0
    for mark in re.finditer(r"[{};]", text):
        if mark[0] == "{":
            head = OPENING.search(TEMPLATE.sub("", text[start : mark.start()]).rstrip())
            if head and head[2] is None:
                open_braces.append(("namespace", head[1]))
            else:
                if head and all(kind == "namespace" and name for kind, name in open_braces):
                    found.append("::".join([name for _, name in open_braces] + [head[2]]))
                open_braces.append(("braces", ""))
        elif mark[0] == "}" and open_braces:
            open_braces.pop()
        start = mark.end()
    return found


def violations(root):
    places, found = {}, []
    for path in sorted(p for p in (root / "src").rglob("*") if p.suffix in SUFFIXES):
        for name in types(path.read_text()):
            places.setdefault(name, []).append(path.relative_to(root).as_posix())
    for name, files in sorted(places.items()):
        if len(files) > 1:
            found.append(f"{name} is defined in {' and in '.join(files)}")
    return found


GOOD = {
    "src/a/a.h": "namespace mmim {\nstruct A : B<C> { struct Inner {}; };\nenum class E { one };\nstruct Later;\n}\n",
    "src/a/b.cpp": 'namespace mmim {\nnamespace {\nstruct Inner {};\nstruct Own { int x = 0; };\n}\n// struct A {};\n'
    'const char* text = "struct A {";\nstruct Later {};\nvoid f() { struct A {}; }\nA made(struct A a) { return a; }\n}\n',
    "src/a/c.cpp": "namespace mmim {\nnamespace {\nstruct Own {};\n}\nnamespace other {\nstruct A {};\n}\n}\n",
}
BAD = [
    ({"src/b/d.h": "namespace mmim {\nclass A final {\n};\n}\n"}, "mmim::A is defined in src/a/a.h and in src/b/d.h"),
    ({"src/b/d.cpp": "namespace mmim {\nenum E { two };\n}\n"}, "mmim::E is defined"),
    ({"src/b/d.cpp": "namespace mmim::other {\ntemplate <class T>\nstruct A {};\n}\n"}, "mmim::other::A is defined"),
]
