#!/bin/sh
# Runs the command line under the Node.js that the project brings (npm puts it first on PATH). Whether it starts is
# looked at once for each installation; then this is one `exec`, so that signals reach Node itself.
here=$(dirname "$0")
node=$here/../../node_modules/.bin/node
# An older npm (10.2 and before) takes the link away again, together with the packages for other machines.
if [ ! -e "$node" ]; then
  for installed in "$here"/../../node_modules/node-*/bin/node; do
    if [ -x "$installed" ]; then
      ln -sf "../${installed#"$here/../../node_modules/"}" "$node" 2>/dev/null || node=$installed
    fi
  done
fi
stamp=$here/../../node_modules/.lab-node-starts
if [ ! -e "$node" ]; then
  echo "lab: the project's Node.js is not installed for $(uname -s) $(uname -m); it comes with: npm ci" >&2
  echo "     (Linux with glibc and macOS have one; on Windows use WSL2)" >&2
  exit 3
fi
if [ ! -e "$stamp" ]; then
  if ! said=$("$node" -e 0 2>&1); then
    echo "lab: the project's Node.js does not start: $said" >&2
    case $said in
      *libatomic*) echo "     next: apt-get install libatomic1 (Debian, Ubuntu) or dnf install libatomic (Fedora)" >&2 ;;
      *) echo "     it needs glibc 2.28 or newer; next: run the course on a current Linux, macOS or WSL2" >&2 ;;
    esac
    exit 3
  fi
  : 2>/dev/null >"$stamp" || true
fi
# Stripped and compiled modules are kept between runs: twice as fast to start.
NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE:-$here/../../node_modules/.cache/compile}
export NODE_COMPILE_CACHE
exec "$node" --disable-warning=ExperimentalWarning "$here/main.ts" "$@"
