"""What the contract test has to tell schemathesis beyond Schema/openapi.yaml.

CONTRACT_DOSSIERS names, separated by blanks, dossiers that exist: half of the requests ask for one of them.
"""

import os
import random
import uuid

import schemathesis

# Refusals of a whole request for what it means, which no schema can say.
MEANING = {"invalid-cursor", "idempotency-key-reused", "version-mismatch"}
# Mistakes of a field that a schema can say: the document must have ruled them out.
FORM = {"wrong-type", "control-character", "too-long", "too-short", "unknown-field"}
DOSSIERS = os.environ["CONTRACT_DOSSIERS"].split()
choice = random.Random(20261129)


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.value == "positive"


@schemathesis.hook
def before_call(context, case, **arguments):
    """Lets a valid request through to what it is about: an existing dossier, a key not used before."""
    if not is_positive(case):
        return
    if case.path_parameters and "code" in case.path_parameters and "dossiers" in case.path and choice.random() < 0.5:
        case.path_parameters["code"] = choice.choice(DOSSIERS)
    for name in case.headers or {}:
        if name.lower() == "idempotency-key":
            case.headers[name] = str(uuid.UUID(int=choice.getrandbits(128)))


@schemathesis.check
def refused_for_its_meaning(context, response, case):
    """A request that the document allows is never refused for its form."""
    if not is_positive(case) or response.status_code not in (400, 422):
        return
    problem = response.json()
    # Python's `$` matches before a last line feed, which no other reader of the document takes for the end.
    if "\\n\"" in (case.as_curl_command() or ""):
        return
    form = [(error["field"], error["code"]) for error in problem["errors"] if error["code"] in FORM]
    assert not form, f"allowed by the document, refused for its form: {form}"
    assert response.status_code == 422 or problem["code"] in MEANING, problem["code"]
