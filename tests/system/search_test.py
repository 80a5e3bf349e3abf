"""Search: what people look for is found, in any script; the same as a plain search through all texts finds, best first; and each change is found."""
import random, re, time, unicodedata, unittest, uuid

from support import REPO, SystemTest, eventually

SEED = time.time_ns() % 1_000_000
OFF = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")  # scripts whose marks are left out
LETTERS = "a A b é ß s i İ ı n ü - . _ / 1 2 勉 強 が か ガ ｶﾞ क ि ท ำ ا أ ד ά σ ς й 한".split(" ")


def fold(text):
    """What docs/search.md says, by Python's tables of Unicode."""
    letters = []
    for c in text:
        if letters and (unicodedata.category(c)[0] == "M" or unicodedata.category(c) == "Cf" or c in "ﾞﾟ") and is_word(letters[-1][0]):
            letters[-1] += c
        else:
            letters.append(c)
    out = ""
    for letter in letters:
        off = False
        for c in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold()):
            if (unicodedata.category(c)[0] == "M" and off) or unicodedata.category(c) == "Cf":
                continue
            off = off if unicodedata.category(c)[0] == "M" else unicodedata.name(c, "").startswith(OFF)
            out += {"ı": "i", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "œ": "oe"}.get(c, c)
    return unicodedata.normalize("NFC", " ".join(out.split()))


def is_word(c):
    return c.isalnum() or unicodedata.category(c)[0] == "M"


def grade(text, term):
    """3 for a whole word, 2 for the beginning of one, 1 for a part, 0 for none. One letter counts at the beginning only."""
    best = 0
    for at in (found.start() for found in re.finditer(f"(?={re.escape(term)})", text)):
        end = at + len(term)
        begins = at == 0 or is_word(text[at - 1]) != is_word(term[0]) or not is_word(term[0])
        ends = end == len(text) or is_word(text[end]) != is_word(term[-1]) or not is_word(term[-1])
        if len(term) > 1 or begins or unicodedata.name(term, "").startswith("CJK"):
            best = max(best, 1 + begins + (begins and ends))
    return best


class SearchTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.api = self.process.api("ada")
        self.position = None

    def say(self, *commands):
        self.position = self.api.insist(*commands).position
        return self.position

    def page(self, text, api=None, **parameters):
        reply = eventually(lambda: (got := (api or self.api).get("/api/v1/tasks", self.position, text=text, **parameters)).status != 503 and got, "an answer")
        self.assertEqual(reply.status, 200, f"{text}: {reply.text}")
        return reply.json

    def found(self, text, limit=500, **parameters):
        items, cursor = [], None
        while True:
            page = self.page(text, limit=limit, **parameters, **({"cursor": cursor} if cursor else {}))
            self.assertEqual(len(page["matches"]), len(page["items"]))
            items, cursor = items + page["items"], page["next"]
            if not cursor:
                return items

    def titles(self, text, **parameters):
        return [task["title"] for task in self.found(text, sort="match", **parameters)]

    def test_what_people_look_for_is_found_in_every_script(self):
        cases = [line.split("\t") for line in (REPO / "tests/search/cases.tsv").read_text().splitlines() if not line.startswith("#")]
        self.assertGreaterEqual(len(cases), 150)
        for form in ("NFC", "NFD"):
            ids = {text: str(uuid.uuid4()) for _, text, _, _ in cases}
            self.say(*({"type": "CreateTask", "id": each, "title": f"{form} task", "notes": unicodedata.normalize(form, text)} for text, each in ids.items()))
            for script, text, query, is_found in cases:
                hits = {task["id"] for task in self.found(unicodedata.normalize("NFD" if form == "NFC" else "NFC", query))}
                self.assertEqual(ids[text] in hits, is_found == "yes", f"{script}: {query} in {text}, {form}")

    def test_it_finds_what_a_look_through_all_texts_finds_and_the_best_first(self):
        print(f"seed {SEED}")
        rng = random.Random(SEED)
        word = lambda most=5: "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, most)))
        some = lambda least, most: " ".join(word() for _ in range(rng.randint(least, most)))
        seen = lambda make: next(text for text in iter(make, None) if any(is_word(c) for c in fold(text)))
        lists = {str(uuid.uuid4()): seen(lambda: some(1, 2)) for _ in range(3)}
        tasks = {str(uuid.uuid4()): {"title": seen(lambda: some(1, 4)), "notes": some(0, 6), "tags": list({word(3).replace("/", "") or "x" for _ in range(rng.randint(0, 2))}), "list": rng.choice([None, *lists])} for _ in range(120)}
        comments = [(rng.choice(list(tasks)), seen(lambda: some(1, 4))) for _ in range(60)]
        self.say(*({"type": "CreateList", "id": each, "name": name} for each, name in lists.items()))
        self.say(*({"type": "CreateTask", "id": each, "title": task["title"], "notes": task["notes"], "tags": task["tags"], **({"list": task["list"]} if task["list"] else {})} for each, task in tasks.items()))
        self.say(*({"type": "AddComment", "task": task, "text": text} for task, text in comments))
        texts = {}
        shown = {task["id"]: task for task in self.read_all()}
        for each, task in shown.items():
            own = fold(task["notes"] + "".join(f" #{tag}" for tag in task["tags"]))
            texts[each] = (fold(task["title"]), [own, *(fold(text) for of, text in comments if of == each), *([fold(lists[task["list"]])] if task["list"] else [])])
        score = lambda each, term: 3 + title if (title := grade(texts[each][0], term)) else max(grade(text, term) for text in texts[each][1])
        hits = 0
        for _ in range(150):
            source = rng.choice([part for title, rest in texts.values() for part in (title, *rest) if part])
            terms = []
            for _ in range(rng.randint(1, 3)):
                text = rng.choice([source, rng.choice(list(texts.values()))[0]])
                at = rng.randrange(len(text))
                term = text[at:at + rng.randint(1, 5)].strip()
                if term and fold(term) == term and any(is_word(c) for c in term):  # a mark may be lost without what it stood on
                    terms.append((term, rng.random() < 0.2))
            if all(without for _, without in terms):
                continue
            query = " ".join(f'{"-" if without else ""}"{term}"' for term, without in terms)
            expected = {each: sum(score(each, term) for term, without in dict.fromkeys(terms) if not without)
                        for each in texts if all((score(each, term) > 0) != without for term, without in terms)}
            got = [task["id"] for task in self.found(query, sort="match", limit=rng.choice((3, 500)))]
            self.assertEqual(set(got), set(expected), f"{query}, seed {SEED}: {[(shown[each], texts[each]) for each in set(got) ^ set(expected)][:3]}")
            self.assertEqual([expected[each] for each in got], sorted(expected.values(), reverse=True), f"the order of {query}, seed {SEED}")
            self.assertEqual(len(got), len(set(got)))
            hits += len(got)
        self.assertGreater(hits, 150)
        self.verify("tasks")

    def read_all(self):
        items, cursor = [], None
        while True:
            page = self.api.get("/api/v1/tasks", self.position, limit=500, **({"cursor": cursor} if cursor else {})).json
            items, cursor = items + page["items"], page["next"]
            if not cursor:
                return items

    def test_the_best_match_comes_first_and_says_what_was_found(self):
        home, task = str(uuid.uuid4()), str(uuid.uuid4())
        self.say({"type": "CreateList", "id": home, "name": "Art"})
        self.say({"type": "CreateTask", "title": "In the list", "list": home}, {"type": "CreateTask", "title": "Party"}, {"type": "CreateTask", "title": "Artist"}, {"type": "CreateTask", "title": "Buy art"},
                 {"type": "CreateTask", "title": "Notes", "notes": "of start and finish"}, {"type": "CreateTask", "id": task, "title": "Comment", "status": "completed"})
        self.say({"type": "AddComment", "task": task, "text": "x " * 60 + "artful " + "y " * 100})
        self.assertEqual(self.titles("art"), ["Buy art", "Artist", "Party", "In the list", "Comment", "Notes"])
        page = self.page("ART", sort="match")
        self.assertTrue(page["complete"])
        matches = dict(zip((task["title"] for task in page["items"]), page["matches"]))
        self.assertEqual(matches["Buy art"], {"title": ["Buy ", "art"]})
        self.assertEqual(matches["In the list"], {"list": ["", "Art"]})
        self.assertEqual(matches["Notes"], {"notes": ["of st", "art", " and finish"]})
        before, hit, after = matches["Comment"]["comment"]
        self.assertEqual((before[0], before[-2:], hit, after[:5], after[-1]), ("…", "x ", "art", "ful y", "…"))
        self.assertEqual(self.titles("art", status="completed"), ["Comment"])
        self.assertEqual([task["title"] for task in self.found("art", sort="created", order="asc")], ["In the list", "Party", "Artist", "Buy art", "Notes", "Comment"])

    def test_each_change_is_found(self):
        home, task, comment = (str(uuid.uuid4()) for _ in range(3))
        self.say({"type": "CreateList", "id": home, "name": "Kitchen"}, {"type": "CreateTask", "id": task, "title": "Plates", "notes": "blue", "tags": ["china"], "list": home}, {"type": "AddComment", "task": task, "id": comment, "text": "chipped"})
        for change, gone, new in (({"type": "ChangeTaskDetails", "task": task, "title": "Cups"}, "plates", "cups"), ({"type": "ChangeTaskDetails", "task": task, "notes": "green"}, "blue", "green"),
                                  ({"type": "RenameTag", "tag": "china", "to": "clay"}, "#china", "#clay"), ({"type": "RenameList", "list": home, "name": "Pantry"}, "kitchen", "pantry"),
                                  ({"type": "EditComment", "comment": comment, "text": "mended"}, "chipped", "mended"), ({"type": "DeleteComment", "comment": comment}, "mended", "cups"),
                                  ({"type": "MoveTask", "task": task, "list": None}, "pantry", "clay")):
            self.assertEqual(len(self.found(gone)), 1, gone)
            self.say(change)
            self.assertEqual((len(self.found(gone)), len(self.found(new))), (0, 1), change)
        self.say({"type": "CompleteTask", "task": task})
        self.assertEqual([each["status"] for each in self.found("cups")], ["completed"])
        self.say({"type": "DeleteTask", "task": task})
        self.assertEqual((self.found("cups"), len(self.found("cups", deleted="true"))), ([], 1))
        stranger = self.process.api("eve")
        stranger.insist({"type": "CreateTask", "title": "Own"})
        self.assertEqual(eventually(lambda: (got := stranger.get("/api/v1/tasks", text="cups")).status == 200 and got, "an answer").json["items"], [])
        self.verify("tasks")

    def test_a_word_that_is_everywhere_is_looked_for_in_what_changed_last(self):
        few, many = [str(uuid.uuid4()) for _ in range(3)], [str(uuid.uuid4()) for _ in range(1_600)]
        self.say(*({"type": "CreateTask", "id": each, "title": f"common rare{i}"} for i, each in enumerate(few)))
        for at in range(0, len(many), 400):
            self.say(*({"type": "CreateTask", "id": each, "title": "common thing"} for each in many[at:at + 400]))
        self.assertFalse(self.page("common", limit=1)["complete"])
        self.assertEqual(self.page("common thing", limit=1, sort="match")["items"][0]["id"] in many, True)
        both = self.page("common rare")
        self.assertEqual(({each["id"] for each in both["items"]}, both["complete"]), (set(few), True), "the rare word finds them")
        self.assertEqual(len(self.found("common -thing")), 3)

    def test_a_search_that_makes_no_sense_is_refused(self):
        for text in ("", " ", "-", "&", '"', "-milk", "a b c d e f g h i j k", "x" * 501):
            reply = self.api.get("/api/v1/tasks", text=text)
            self.assertEqual((reply.status, reply.problem), (400, "invalid-parameter"), text)
            self.assertEqual(reply.json["pointer"], "?text")
        self.assertEqual(self.api.get("/api/v1/tasks", sort="match").json["pointer"], "?sort")


if __name__ == "__main__":
    unittest.main(verbosity=2)
