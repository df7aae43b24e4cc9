import { text, type Shell } from '../../world.ts';

// Each script asks `polycrate __complete WORDS…` and offers the lines it prints. What ends in = or / goes on without a space.
const SCRIPTS = {
  // bash divides words at = and : too, and replaces only the last part. `compgen -W` would run what a folder's name says.
  bash: `_polycrate() {
  local words=() word answer prefix i
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((\${#words[@]} > 0)) && [[ $word == [=:]* || \${words[\${#words[@]}-1]} == *[=:] ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
  done
  [[ $word == [=:] ]] && word=''
  prefix=\${words[\${#words[@]}-1]%"$word"}
  COMPREPLY=()
  while IFS= read -r answer; do
    COMPREPLY+=("$(printf %q "\${answer#"$prefix"}")")
  done < <(polycrate __complete -- "\${words[@]}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=/] ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -o default -F _polycrate polycrate`,
  zsh: `#compdef polycrate
_polycrate() {
  local -a answers unfinished
  answers=("\${(@f)$(polycrate __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  unfinished=(\${(M)answers:#*[=/]})
  answers=(\${answers:#*[=/]})
  if (( $#unfinished + $#answers == 0 )); then _files; return; fi
  (( $#unfinished )) && compadd -S '' -a unfinished
  (( $#answers )) && compadd -a answers
}
if [[ $funcstack[1] == _polycrate ]]; then _polycrate; else compdef _polycrate polycrate; fi`,
  fish: `function __polycrate_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l typed (commandline -ct)
  polycrate __complete -- $words "$typed" 2>/dev/null
end
complete -c polycrate -f -a '(__polycrate_complete)'`,
};

/** Shells there is a script for. */
export type CompletedShell = keyof typeof SCRIPTS;

/** `polycrate completion bash|zsh|fish`: the script to source. */
export async function printCompletion(shell: Shell, kind: CompletedShell): Promise<number> {
  await shell.renderer.result(text(SCRIPTS[kind], { shell: kind, script: SCRIPTS[kind] }));
  return 0;
}
