# Two commands are all the set-up: make demo (the main job on the sample study) and make test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif
STAMP := $(VENV)/.installed

.PHONY: demo test check bench laws thorough fuzz format messages screenshots clean

demo: $(STAMP)
	$(BIN)/qualcode demo .

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python -m benchmarks

fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz.run

# The properties over random cases; the suite tries the same ones each time.
thorough: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist worksteal --hypothesis-profile=thorough

# The laws of the journal over thousands of random histories, by both drivers (an hour or two).
laws: $(STAMP)
	QUALCODE_LAWS=2000 $(BIN)/python -m pytest tests/test_laws_merge.py -k hypothesis
	$(BIN)/python benchmarks/laws.py --histories 2000
	$(BIN)/python benchmarks/laws.py --histories 500 --mix forks --from 60000

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: $(STAMP)
	$(BIN)/python -m tests.messages

# The pictures of README and docs, in both languages, from the app as it is.
screenshots: $(STAMP)
	$(BIN)/python -m tests.screenshots

clean:
	rm -rf $(VENV) project.qualcode* exports/*.xlsx exports/*.docx exports/*.html

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		(echo "qualcode needs Python 3.11 or newer; name one: make PYTHON=python3.12" && exit 1)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)
