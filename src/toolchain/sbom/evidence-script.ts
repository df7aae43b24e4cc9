/**
 * Writes, as a tar, what an image says of its own contents: dpkg's status and copyright files, metadata of Python distributions, manifests
 * of Ansible collections, and what Go has written into programs. For the bash, tar and grep of the image; paths are relative to its root.
 */
export const EVIDENCE_SCRIPT = `
export LC_ALL=C
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/go"
cd /
{
  for file in usr/lib/os-release var/lib/dpkg/status usr/share/doc/*/copyright; do [ ! -e "$file" ] || echo "$file"; done
  find usr opt srv home root -xdev \\( -path '*.dist-info/METADATA' -o -path '*.egg-info/PKG-INFO' -o -name '*.egg-info' -type f \\
    -o -path '*/ansible_collections/*/*/MANIFEST.json' \\) 2>/dev/null
} >"$folder/list"
find usr opt srv home root -xdev -type f -perm -u+x -size +200k -exec grep -lUF ' Go buildinf:' {} + 2>/dev/null |
  while IFS= read -r program; do
    # The words may stand in a program that looks for them, too: every place is taken along.
    grep -obUaP '\\xff Go buildinf:' "$program" | head -4 | cut -d: -f1 | while read -r offset; do
      mkdir -p "$folder/go/$offset/\${program%/*}"
      tail -c "+$((offset + 1))" "$program" | head -c 1048576 >"$folder/go/$offset/$program"
    done
  done
tar -ch -f - -T "$folder/list" -C "$folder" go 2>/dev/null
`;
