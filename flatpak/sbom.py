#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""sbom.py MANIFEST VERSION: what the bundle is made of, as CycloneDX: a component for each module of the manifest and one
for the runtime. The same manifest makes the same file."""
import json
import os
import re
import subprocess
import sys
import tempfile

# As SPDX writes them; README.md says why each is there.
LICENCES = {
    'postgresql': 'PostgreSQL',
    'postgresql-15': 'PostgreSQL',
    'libsodium': 'ISC',
    'lapack': 'BSD-3-Clause',
    'nlopt': 'MIT AND LGPL-2.1-or-later',
    'libxlsxwriter': 'BSD-2-Clause AND BSD-3-Clause AND Zlib AND MPL-2.0 AND MIT',
    'libical': 'LGPL-2.1-only OR MPL-2.0',
}


def read(manifest):
    with tempfile.TemporaryDirectory() as state:
        # It makes its folder where it is run.
        shown = subprocess.run(['flatpak-builder', '--show-manifest', os.path.abspath(manifest)], cwd=state,
                               capture_output=True, text=True, check=True)
    return json.loads(shown.stdout)


def component(module):
    source = next(source for source in module['sources'] if source['type'] == 'archive')
    found = re.search(r'[-_/v](\d+(?:\.\d+)+)', source['url'])
    if found is None or module['name'] not in LICENCES:
        sys.exit(f'sbom: of {module["name"]} the {"licence" if found else "version"} is not known')
    return {'type': 'library', 'bom-ref': module['name'], 'name': module['name'], 'version': found[1],
            'licenses': [{'expression': LICENCES[module['name']]}],
            'hashes': [{'alg': 'SHA-256', 'content': source['sha256']}],
            'externalReferences': [{'type': 'distribution', 'url': source['url']}]}


def main(path, version):
    manifest = read(path)
    name = manifest.get('id') or manifest['app-id']
    *modules, own = manifest['modules']
    runtime = {'type': 'platform', 'bom-ref': 'runtime', 'name': manifest['runtime'],
               'version': manifest['runtime-version']}
    program = {'type': 'application', 'bom-ref': 'program', 'name': name, 'version': version,
               'licenses': [{'expression': 'GPL-3.0-or-later'}]}
    components = [component(module) for module in modules] + [runtime]
    json.dump({'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'version': 1,
               'metadata': {'component': program}, 'components': components,
               'dependencies': [{'ref': 'program', 'dependsOn': [part['bom-ref'] for part in components]}]},
              sys.stdout, indent=2)
    print()


main(*sys.argv[1:])
