"""The beginnings of files that the mirror has written before, one of each kind."""

from typing import Final

from mirror.on_request import Kind

EARLIER: Final = {
    Kind.REPORT: b"%PDF-1.7\n<xmp:CreatorTool>rehab-mirror 0.1.0</xmp:CreatorTool>\n",
    Kind.JSON: b'{\n "runs": [],\n "sessions": [],\n "repetitions": []\n}\n',
    Kind.CSV: b"\xef\xbb\xbfid,session_id,exercise,movement,left_mm,right_mm,symmetry\r\n",
    Kind.FHIR: b'{\n "resourceType": "Bundle",\n "type": "collection",\n "entry": [\n  {\n   "fullUrl": "urn:uuid:1",\n'
    b'   "resource": {\n    "resourceType": "Patient"\n   }\n  }\n ]\n}\n',
    Kind.TRACE: b'{"t": 1.25, "event": "scene", "name": "idle", "exercise": "smile"}\n',
    Kind.PLAN: b"# my draft\nrevision = 1\nno = plan = yet\n",
    Kind.OUTPUT: b'{"t": 0.25, "output": "low"}\n',
}
