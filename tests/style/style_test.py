"""How the tree is written, held by a test: lengths, folders, includes, words, documents. Each failure says what to do."""
import pathlib
import re
import subprocess
import unittest

REPO = pathlib.Path(__file__).resolve().parents[2]

FILE_LINES = 350
COMPONENT_LINES = 200
FOLDER_UNITS = 15  # a header and its source are one
DOCUMENT_COLUMNS = 100
TABLE_COLUMNS = 340
SCRIPT_COLUMNS = 140  # of the web app's sources, but for a text that one reads; clang-format holds the C++
PRODUCTION = ("base", "contract", "events", "command", "projections", "query", "identity", "infra", "words", "app")
WRITTEN = (".cpp", ".hpp", ".py", ".ts", ".tsx", ".mjs", ".css", ".sql", ".cmake", ".sh")
FOREIGN = ("tests/style/", "tests/import/", "tests/fuzz/corpus/", "frontend/package-lock.json")
TYPE_WORDS = re.compile(r"\b(?:class|struct|enum class|using)\s+\w*(?:Manager|Helper|Util|Impl)\b")
STATEMENT = re.compile(r'"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH \w+ AS|CREATE \w+|DECLARE \w+|ALTER \w+|DROP \w+|LOCK TABLE)\b')
# What is composed: of conditions and orders, of the names of tables, of months.
COMPOSED = {"infra/postgres/migrate.cpp", "projections/audit/audit.cpp", "projections/rebuild/compare.cpp", "query/feed.cpp", "query/history/history.cpp", "query/tasks/task_search.cpp", "query/tasks/task_sql.cpp"}
MACHINE_PATHS = re.compile(r"/work/|/root/|/home/\w+/")


def tracked(*ends):
    names = subprocess.run(["git", "-C", REPO, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True, text=True).stdout.split("\0")
    return [name for name in names if name.endswith(ends) and (REPO / name).is_file() and not (REPO / name).is_symlink()]


def lines(name):
    return (REPO / name).read_text().split("\n")


def over(bound, found):
    return [f"{name}: {count}, at most {bound}" for name, count in found.items() if count > bound]


def most(found, unit):
    return ", ".join(f"{name} {count}" for name, count in sorted(found.items(), key=lambda each: -each[1])[:5]) + f" {unit}"


class Document:
    """A Markdown file's lines by what they are."""

    def __init__(self, name):
        self.name, self.prose, self.tables, self.headings = name, [], [], []
        fenced = False
        for number, line in enumerate(lines(name), 1):
            if line.lstrip().startswith("```"):
                fenced = not fenced
            elif fenced or line.startswith("    "):
                continue
            elif line.startswith("|"):
                self.tables.append((number, line))
            else:
                self.prose.append((number, line))
                if heading := re.match(r"(#+) (.*)", line):
                    self.headings.append((len(heading[1]), heading[2]))

    def anchors(self):
        return {re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).lower()).replace(" ", "-") for _, text in self.headings}

    def links(self):
        text = re.sub(r"`[^`]*`", "", "\n".join(line for _, line in self.prose + self.tables))
        return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]


class StyleTest(unittest.TestCase):
    def none(self, wrong, what_to_do):
        self.assertFalse(wrong, "\n" + "\n".join(wrong) + "\n" + what_to_do)

    def test_files_are_one_subject_long(self):
        found = {name: len(lines(name)) - 1 for name in tracked(*WRITTEN)}
        print("the longest files:", most(found, "lines"))
        self.none(over(FILE_LINES, found), f"a file has one subject and at most {FILE_LINES} lines: take out the one that does not belong")

    def test_components_are_short(self):
        found = {name: len(lines(name)) - 1 for name in tracked(".tsx")}
        print("the longest components:", most(found, "lines"))
        self.none(over(COMPONENT_LINES, found), f"a component's file has at most {COMPONENT_LINES} lines: take out a part that has a name")

    def test_folders_can_be_taken_in_at_a_glance(self):
        found = {}
        for folder, unit in {(str(pathlib.Path(name).parent), pathlib.Path(name).stem) for name in tracked(".cpp", ".hpp") if name.split("/")[0] in PRODUCTION}:
            found[folder] = found.get(folder, 0) + 1
        print("the fullest folders:", most(found, "units"))
        self.none(over(FOLDER_UNITS, found), f"a folder has at most {FOLDER_UNITS} units (a header and its source are one): group subjects in folders")

    def test_a_folder_includes_what_the_architecture_allows(self):
        """The table is the one in docs/architecture.md."""
        allowed = {}
        for _, row in Document("docs/architecture.md").tables:
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            if len(cells) == 3 and (folder := re.match(r"`(\w+)/`", cells[0])) and folder[1] in PRODUCTION:
                allowed[folder[1]] = set(PRODUCTION) if cells[2] == "all" else set(re.findall(r"\w+", cells[2])) & set(PRODUCTION)
        self.assertEqual(set(PRODUCTION), set(allowed), "the table in docs/architecture.md has a row for each folder")
        wrong = [f"{name}: includes {included}" for name in tracked(".cpp", ".hpp") if (own := name.split("/")[0]) in allowed
                 for included in re.findall(r'^#include "((\w+)/[^"]*)"', (REPO / name).read_text(), re.M) if included[1] != own and included[1] in PRODUCTION and included[1] not in allowed[own]]
        self.none(wrong, "a folder includes only what docs/architecture.md allows it")

    def test_the_image_is_built_from_every_folder(self):
        copied = set(re.findall(r"^COPY (\w+) \1$", (REPO / "Dockerfile").read_text(), re.M))
        self.none([folder for folder in PRODUCTION if folder not in copied], "the Dockerfile copies each folder of sources")

    def test_types_are_named_for_what_they_are(self):
        wrong = [f"{name}:{number}: {line.strip()}" for name in tracked(".cpp", ".hpp") for number, line in enumerate(lines(name), 1) if TYPE_WORDS.search(line)]
        self.none(wrong, "a type's name says what it is: not Manager, Helper, Util or Impl")

    def test_statements_of_sql_stand_in_files_of_their_own(self):
        """There tests/system/plans_test.py finds them, and Postgres says how it finds their rows."""
        wrong = [f"{name}:{number}: {line.strip()}" for name in tracked(".cpp", ".hpp") if name.split("/")[0] in PRODUCTION and name not in COMPOSED
                 for number, line in enumerate(lines(name), 1) if STATEMENT.search(line)]
        self.none(wrong, "a statement of SQL belongs into a .sql file beside its code")
        self.none([name for name in COMPOSED if not STATEMENT.search((REPO / name).read_text())], "this file composes no statement any more: take it out of the list")

    def test_nothing_names_a_machine(self):
        wrong = [f"{name}:{number}: {line.strip()[:100]}" for name in tracked(*WRITTEN, ".md", ".txt", ".json", ".yaml", ".yml") if not name.startswith(FOREIGN)
                 for number, line in enumerate(lines(name), 1) if MACHINE_PATHS.search(line)]
        self.none(wrong, "no path of anybody's machine belongs into the project")

    def test_documents_fit_into_a_window(self):
        wrong = []
        for name in tracked(".md"):
            document = Document(name)
            for bound, rows in ((DOCUMENT_COLUMNS, document.prose), (TABLE_COLUMNS, document.tables)):
                wrong += [f"{name}:{number}: {len(line)} columns, at most {bound}" for number, line in rows if len(line) > bound]
        self.none(wrong, "wrap the paragraph; say less in the row of a table, or say it below the table")

    def test_a_file_that_a_document_names_is_there(self):
        """By its path from the repository, or from frontend/src; one without a folder by its name."""
        there = set(tracked(""))
        names = {pathlib.Path(each).name for each in there}
        wrong = []
        for name in tracked(".md"):
            for number, line in Document(name).prose + Document(name).tables:
                for file in re.findall(r"`([\w./-]+\.(?:cpp|hpp|tsx?|mjs|py|sql|tsv|css))`", line):
                    if not ((file in there or "frontend/src/" + file in there) if "/" in file else file in names):
                        wrong.append(f"{name}:{number}: {file}")
        self.none(wrong, "a document names files as they are called now")

    def test_documents_have_one_title_and_skip_no_level(self):
        wrong = []
        for name in tracked(".md"):
            levels = [level for level, _ in Document(name).headings]
            if levels.count(1) != 1 or levels[0] != 1:
                wrong.append(f"{name}: {levels.count(1)} titles")
            wrong += [f"{name}: a heading of level {after} below one of {before}" for before, after in zip(levels, levels[1:]) if after > before + 1]
        self.none(wrong, "a document begins with its only title, and its headings go down one level at a time")

    def test_documents_link_to_what_is_there(self):
        wrong = []
        for name in tracked(".md"):
            for link in Document(name).links():
                path, _, anchor = link.partition("#")
                target = (REPO / name).parent / path if path else REPO / name
                if not target.exists():
                    wrong.append(f"{name}: {link}")
                elif anchor and target.suffix == ".md" and anchor not in Document(str(target.resolve().relative_to(REPO))).anchors():
                    wrong.append(f"{name}: {link}: no such heading")
        self.none(wrong, "a link leads to a file and a heading that are there")

    def test_documents_name_code_that_is_there(self):
        folders = PRODUCTION + ("tests", "bench", "frontend", "scripts", "helm")
        wrong = [f"{name}: `{path}`" for name in tracked(".md") if name != "CHANGELOG.md" for path in re.findall(r"`((?:%s)/[\w./-]+\.\w+)`" % "|".join(folders), (REPO / name).read_text())
                 if not (REPO / path).exists() and "TYPE" not in path]
        self.none(wrong, "a document names a file by the path that it has")

    def test_lines_of_the_web_app_can_be_read(self):
        wrong = [f"{name}:{number}: {len(line)} columns" for name in tracked(".ts", ".tsx", ".css", ".mjs") if name.startswith("frontend/")
                 for number, line in enumerate(lines(name), 1) if len(line) > SCRIPT_COLUMNS and not (re.search(r"/locales/|[tT]exts\.ts$", name) and re.fullmatch(r" +'.*',", line))]
        self.none(wrong, f"a line of the web app has at most {SCRIPT_COLUMNS} columns: `npm run format`, and wrap the comments")


if __name__ == "__main__":
    unittest.main()
