#!/usr/bin/env bash
# Gradescope runs this for each submission, as root, and reads results/results.json.
set -uo pipefail
autograder=${AUTOGRADER_FOLDER:-/autograder}
results=$autograder/results/results.json
exercise={{ex}}
# The work of others runs in the best isolation that this machine permits, and the result says how good that is.
# Without --trust, nothing is graded where it is not full.
isolation=(--untrusted --trust)

# Stands here until a grading has its results: without a score Gradescope says that the autograder failed, and nobody
# gets a zero for a fault that is not his.
ungraded() {
  REASON=$1 node_modules/.bin/node -p 'JSON.stringify({
    execution_time: 0,
    output: ["This could not be graded, by no fault of yours; nothing is counted.", process.env.REASON].join("\n").trim(),
    output_format: "text",
    visibility: "visible",
    tests: [],
    extra_data: { verdict: "errored" },
  })'
}

mkdir -p "$(dirname "$results")"
# Where not even Node.js starts, this is all that there is.
echo '{"execution_time": 0, "output": "This could not be graded, by no fault of yours; nothing is counted.",
  "output_format": "text", "visibility": "visible", "tests": [], "extra_data": {"verdict": "errored"}}' >"$results"
cd "$autograder/source/course" || exit 0
ungraded '' >"$results.new" && mv "$results.new" "$results"

refusal=$(mktemp)
npm run --silent grade "$exercise" "$autograder/submission" -- --handed-in --engine embedded "${isolation[@]}" \
  --no-color --gradescope "$results" 2>"$refusal"
code=$?
cat "$refusal" >&2
echo "exit code $code: 0 all passed, 1 a check failed, 2 not completely graded, 3 refused"
# What was refused, and why, is for the student to read: two answers in one submission, for example.
if [ "$code" = 3 ]; then ungraded "$(head -c 2000 "$refusal")" >"$results.new" && mv "$results.new" "$results"; fi
rm -f "$refusal"
# Gradescope looks at the results alone.
exit 0
