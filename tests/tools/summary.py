#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""summary.py STATUS TESTLOG.JSON: the last line of a test run, "N passed, N failed".

Every TAP line of every program counts, so that one program with twenty checks is twenty tests. A
program that failed without a failed line (it crashed, or ran out of time) is one failure more.
Exits 1 where anything failed, where the runner itself ended with a STATUS, or where nothing ran.
"""
import json
import re
import sys

TAP = re.compile(r'^(not )?ok\b[^#\n]*(#\s*(skip|todo)\b.*)?', re.IGNORECASE | re.MULTILINE)


def count(record):
    passed = failed = skipped = 0
    for match in TAP.finditer(record.get('stdout') or ''):
        directive = (match.group(3) or '').lower()
        if directive == 'skip':
            skipped += 1
        elif match.group(1) and directive != 'todo':
            failed += 1
        else:
            passed += 1
    good = record['result'] in ('OK', 'EXPECTEDFAIL')
    if record['result'] == 'SKIP':
        skipped = skipped or 1
    elif good and passed + failed + skipped == 0:
        passed = 1
    elif not good and failed == 0:
        failed = 1
    return passed, failed, skipped


def show(record):
    """What the failed program printed last; the runner shows only standard error of TAP programs."""
    print(f"failed: {record['name']} ({record['result']})")
    lines = [line for line in (record.get('stdout') or '').splitlines() if not line.startswith('ok ')]
    print('\n'.join('    ' + line for line in lines[-60:]))


def main():
    status, path = int(sys.argv[1]), sys.argv[2]
    try:
        with open(path, encoding='utf-8') as log:
            records = [json.loads(line) for line in log if line.strip()]
    except OSError as error:
        print(f'summary: no test ran: {error}', file=sys.stderr)
        return 1
    totals = [0, 0, 0]
    for record in records:
        counts = count(record)
        totals = [a + b for a, b in zip(totals, counts)]
        if counts[1]:
            show(record)
    passed, failed, skipped = totals
    if failed == 0 and (status != 0 or passed == 0):
        failed = 1
        print(f'failed: the test runner itself (exit code {status})')
    sys.stdout.flush()
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
