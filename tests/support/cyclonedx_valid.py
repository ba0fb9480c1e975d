#!/usr/bin/env python3
"""Validates what a program writes against CycloneDX's official schema: cyclonedx_valid.py PROGRAM DATA.

PROGRAM DIR writes BOMs named …1.6.json and …1.7.json. Exit 77 where DATA/cyclonedx is absent."""
import glob
import os
import subprocess
import sys
import tempfile

program, data = sys.argv[1:]
data = os.environ.get("COMITY_SHARED_DATA", data)
validate = os.path.join(os.path.dirname(os.path.abspath(__file__)), "validate_json.py")
if not os.path.isdir(os.path.join(data, "cyclonedx", "schema")):
    print(f"skipped: {data}/cyclonedx/schema is absent")
    sys.exit(77)
with tempfile.TemporaryDirectory() as out:
    subprocess.run([program, out], check=True)
    status = 0
    for spec in ("1.6", "1.7"):
        files = sorted(glob.glob(os.path.join(out, f"*{spec}.json")))
        assert files, f"{program} wrote no {spec} file"
        schema = os.path.join(data, "cyclonedx", "schema", f"bom-{spec}.schema.json")
        status = status or subprocess.run([sys.executable, validate, schema, *files]).returncode
sys.exit(status)
