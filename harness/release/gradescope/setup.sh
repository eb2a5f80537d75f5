#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the machine on which submissions are graded.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# libatomic1: the course's Node.js needs it. bubblewrap: keeps submissions from everything, where it is permitted.
# The machine's own npm, of whatever age, only installs.
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends libatomic1 bubblewrap
command -v npm >/dev/null || apt-get install -y -qq --no-install-recommends npm

cd "$here/course"
npm ci
# What is graded runs as another user, and has no business here.
chmod -R go-rwx graders
# For whoever reads the log of this: what the machine has and lacks.
npm run --silent doctor || true
