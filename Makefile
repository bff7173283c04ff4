# The commands of the house. Each is idempotent: what is there already is used.
#
# `make demo` needs Rust, Node and make, nothing else. `make test` installs what
# the tests need where it is missing (see scripts/install-test-tools.sh).

# Arguments for the demonstration: make demo DEMO="--port 9000 --staff 200".
DEMO ?=
# How many random histories the second opinion compares: make test SEEDS=40.
SEEDS ?= 20

export SEEDS

.DEFAULT_GOAL := help
.PHONY: help demo test bench check reference screenshots deb

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Build, make a fictional trust, and serve it on http://127.0.0.1:8080
	cargo build --release --bin passport
	@"$${CARGO_TARGET_DIR:-target}/release/passport" demo $(DEMO)

test: ## Install what the tests need where it is missing, then run every test
	@scripts/install-test-tools.sh
	@scripts/test.sh

bench: ## Measure speed and memory, and say on what machine
	@scripts/bench.sh

check: ## Formatting, lints and the code's own documentation
	cargo fmt --check
	cargo clippy --workspace --all-targets -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps --quiet

reference: ## Write docs/reference again from the code
	@scripts/reference.sh

deb: ## Build, and make the Debian package that a trust installs
	cargo build --release --bin passport
	@packaging/deb.sh "$${CARGO_TARGET_DIR:-target}/release/passport" "$${CARGO_TARGET_DIR:-target}"

screenshots: ## Take the pictures of the README again from the demonstration
	@scripts/install-test-tools.sh
	@scripts/screenshots.sh
