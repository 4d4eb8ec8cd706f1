"""PDF files written object by object: what no program writes on purpose."""


def raw_pdf(*contents, box="0 0 595 842", count=None, extra="", trailer=""):
    """Return a PDF with a page for each content stream: bytes, or (entries of its dictionary, bytes)."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }
    kids = []
    for content in contents:
        entries, data = content if isinstance(content, tuple) else ("", content)
        n = max(objects) + 1 + (not kids)
        n = max(n, 4)
        objects[n] = f"<</Length {len(data)}{entries}>>stream\n".encode() + data + b"\nendstream"
        objects[n + 1] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {n} 0 R/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        kids.append(f"{n + 1} 0 R")
    objects[2] = f"<</Type/Pages/Count {len(kids) if count is None else count}/Kids[{' '.join(kids)}]>>".encode()
    last = max(objects) + 1
    if extra:
        objects[last] = extra.encode()
    out, places = b"%PDF-1.4\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
    table = "".join(
        f"{places[n]:010} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(max(objects) + 1)
    )
    end = f"trailer<</Size {max(objects) + 1}/Root 1 0 R{trailer.format(extra=last)}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {max(objects) + 1}\n{table}".encode() + end.encode()


def shown(*lines, x=72, y=770, size=11):
    """Return the content of a page that shows lines of text from a place on."""
    text = b"".join(
        b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T* " for line in lines
    )
    return b"BT /F1 %d Tf %d %d Td %d TL " % (size, x, y, size + 3) + text + b"ET "
