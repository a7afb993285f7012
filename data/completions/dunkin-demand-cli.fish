# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for dunkin-demand-cli. What there is, the program's own --help says: nothing here to keep up to date.

# The command and what follows it, without options and their values.
function __dunkin_demand_cli_plain
    set -l skip
    for word in (commandline -opc)[2..]
        if set -q skip[1]
            set -e skip
        else if contains -- $word --data-dir --connection
            set skip yes
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

# --help comes first, so that nothing is ever run by asking.
function __dunkin_demand_cli_help
    set -l program (commandline -opc)[1]
    set -l plain (__dunkin_demand_cli_plain)
    if set -q plain[1]
        LC_ALL=C command $program $plain[1] --help $plain[2] 2>/dev/null
    else
        LC_ALL=C command $program --help 2>/dev/null
    end
end

function __dunkin_demand_cli_words
    set -l plain (__dunkin_demand_cli_plain)
    set -l help (__dunkin_demand_cli_help)
    if not set -q plain[1]
        string replace -fr '^  ([a-z]+) +(.*)' '$1\t$2' -- $help
        return
    end
    # "[list] | invite|reset EMAIL": what is in small letters is to be typed, FILE is a file.
    set -l usage (string replace -fr '^  \S+ [a-z]+ \[[^]]*\] (.*)' '$1' -- $help)
    if not set -q plain[2]
        string match -r '^[a-z]+$' -- (string split -n ' ' -- (string replace -ra '[][|]' ' ' -- $usage))
    else if string match -q '*FILE*' -- $usage
        __fish_complete_path (commandline -ct)
    end
end

# "--output=FILE" in the help is an option with a value: files, folders, or nothing that could be offered.
function __dunkin_demand_cli_options
    set -l plain (__dunkin_demand_cli_plain)
    set -l options --json --data-dir --connection --accept-insecure
    set -q plain[1]; or set -a options --help --version
    printf '%s\n' $options
    string replace -fr '^  (?:-[a-z], )?(--[a-z-]+)\S* +(.*)' '$1\t$2' -- (__dunkin_demand_cli_help)
end

# The option whose value is being typed, and what the help calls the value.
function __dunkin_demand_cli_value
    set -l option (commandline -opc)[-1]
    switch $option
        case --data-dir
            echo DIR
        case --connection
            echo URI
        case '-*'
            string replace -fr '^  (?:(-[a-z]), )?(--[a-z-]+)=(\S+).*' '$1 $2 $3' -- (__dunkin_demand_cli_help) |
                while read -l names
                    set -l parts (string split -n ' ' -- $names)
                    contains -- $option $parts[1..-2]; and echo $parts[-1]
                end
    end
end

function __dunkin_demand_cli
    set -l value (__dunkin_demand_cli_value)
    switch "$value"
        case FILE PATH
            __fish_complete_path (commandline -ct)
        case DIR
            __fish_complete_directories (commandline -ct) ''
        case ''
            if string match -q -- '-*' (commandline -ct)
                __dunkin_demand_cli_options
            else
                __dunkin_demand_cli_words
            end
    end
end

complete -c dunkin-demand-cli -f -a '(__dunkin_demand_cli)'
