"""What a student could write to act on whoever looks at it, and a notebook with all of it everywhere.

Each injection is numbered. One that runs calls `take` with its number, or asks for its number from a port
where nobody listens: so a test that fails says which it was.
"""

import json
from typing import Any

from tests.making import code_cell

NOWHERE = "http://127.0.0.1:9"
"""Where injections send their requests; nothing listens there."""

# «act» stands for a call of `take`, «url» for an address at NOWHERE.
_TEXTS = {
    # --- Elements that run, load or lead elsewhere
    "script": "<script>«act»</script>",
    "script-source": '<script src="«url»"></script>',
    "script-module": '<script type="module">«act»</script>',
    "script-split": "<scr<script>ipt>«act»</scr</script>ipt>",
    "script-upper-slash": "<SCRIPT/x>«act»</SCRIPT/x>",
    "script-dialog": "<script>alert(1)</script>",
    "handler-error": "<img src=x onerror=«act»>",
    "handler-slash": "<img/src=x/onerror=«act»>",
    "handler-lines": "<img\nsrc=x\nonerror\n=\n«act»>",
    "handler-focus": "<input autofocus onfocus=«act»>",
    "handler-over": "<b onmouseover=«act» onclick=«act»>over</b>",
    "handler-toggle": "<details open ontoggle=«act»>x</details>",
    "handler-animation": "<style>@keyframes k{}</style><b style=animation:k onanimationstart=«act»>x</b>",
    "handler-media": "<video><source onerror=«act»></video><audio src=x onerror=«act»>",
    "handler-body": "<body onload=«act» onpageshow=«act»>",
    "custom-element": "<x-y onfocus=«act» autofocus tabindex=1>x</x-y>",
    "svg": "<svg onload=«act»></svg>",
    "svg-slash": "<svg/onload=«act»>",
    "svg-script": "<svg><script>«act»</script></svg>",
    "svg-animate": "<svg><animate onbegin=«act» attributeName=x dur=1s></svg>",
    "svg-use": '<svg><use href="«url»#x"/><image href="«url»"/></svg>',
    "svg-foreign": "<svg><foreignObject><img src=x onerror=«act»></foreignObject></svg>",
    "svg-link": '<svg><a xlink:href="javascript:«act»"><text y=20>x</text></a></svg>',
    "mathml": '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=«act»>">',
    "mathml-link": '<math href="javascript:«act»">x</math>',
    "frame": '<iframe src="«url»"></iframe>',
    "frame-script": '<iframe src="javascript:parent.«act»"></iframe>',
    "frame-document": '<iframe srcdoc="<script>parent.«act»</script>"></iframe>',
    "object": '<object data="«url»"></object><embed src="«url»">',
    "object-data": '<object data="data:text/html,<script>«act»</script>"></object>',
    "form": '<form action="«url»"><input type=submit formaction="javascript:«act»" value=go></form>',
    "image": '<img src="«url»" srcset="«url» 2x">',
    "picture": '<picture><source srcset="«url»"><img></picture>',
    "poster": '<video poster="«url»" src="«url»" autoplay></video><audio src="«url»" autoplay></audio>',
    "background": '<table background="«url»"><tr><td background="«url»">x</table>',
    "style-import": '<style>@import "«url»";</style>',
    "style-url": '<p style="background:url(«url»)">x</p><style>body{background:url(«url»)}</style>',
    "style-covers": '<div style="position:fixed;inset:0;background:red">20 / 20</div>',
    "stylesheet": '<link rel="stylesheet" href="«url»">',
    "hints": '<link rel=prefetch href="«url»"><link rel=dns-prefetch href="//x.invalid">'
    '<link rel=preconnect href="«url»"><link rel=modulepreload href="«url»">',
    "base": '<base href="«url»/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=«url»">',
    "policy": '<meta http-equiv="Content-Security-Policy" content="script-src *">',
    "clobber": '<form id=document><input name=cookie></form><a id=MathJax href="«url»">x</a>',
    "template-element": "<template shadowrootmode=open><img src=x onerror=«act»></template>",
    "ping": '<a href="#x" ping="«url»" target=_blank>x</a>',
    "popup": "<script>window.open('«url»')</script>",
    "download": '<a href="data:text/html,x" download=x.html>x</a><script>location="«url»"</script>',
    # --- Links and pictures in Markdown
    "link-script": "[click](javascript:«act»)",
    "link-case": "[click](JaVaScRiPt:«act»)",
    "link-entity": "[click](javascript&colon;«act») [click](&#106;avascript:«act»)",
    "link-tab": "[click](<java\tscript:«act»>)",
    "link-data": "[click](data:text/html,<script>«act»</script>)",
    "link-vbscript": "[click](vbscript:«act») [click](file:///etc/passwd)",
    "link-reference": "[click][1]\n\n[1]: javascript:«act»",
    "link-angle": "<javascript:«act»> <«url»>",
    "link-title": '[x](#y "\' onmouseover=«act» x=\'")',
    "link-bare": "see «url» or www.x.invalid",
    "picture-markdown": "![x](«url»)",
    "picture-reference": '![x][p]\n\n[p]: «url» "x"',
    "picture-alt": '![x" onerror="«act»](x)',
    "picture-attached": "![x](attachment:x.svg) ![y](attachment:y.png)",
    "footnote": "x[^1]\n\n[^1]: <img src=x onerror=«act»>",
    "table": "| a |\n|---|\n| <img src=x onerror=«act»> |",
    "fence-ends": "```\n</code></pre><script>«act»</script>\n```\n<script>«act»</script>",
    "fence-longer": "````\n``` ```` `````\n`````\n<script>«act»</script>",
    "fence-tilde": "~~~\n```\n~~~\n<script>«act»</script>",
    "fence-language": '```"><img/src=x/onerror=«act»>\nx\n```',
    "mermaid": '```mermaid\ngraph TD; A["<img src=x onerror=«act»>"]; click A href "javascript:«act»"\n```',
    "mermaid-call": '```mermaid\n%%{init:{"securityLevel":"loose"}}%%\ngraph TD; A; click A call take()\n```',
    # --- Formulas
    "tex-link": r"$\href{javascript:«act»}{x}$ \(\href{javascript:«act»}{x}\)",
    "tex-link-display": r"$$\href{javascript:«act»}{\text{click}}$$ \[\href{javascript:«act»}{x}\]",
    "tex-environment": "\\begin{equation}\\href{javascript:«act»}{x}\\end{equation}",
    "tex-require": r"$\require{html}\require{action}\class{x}{\style{position:fixed}{x}}\cssId{notebook}{y}$",
    "tex-picture": r"$\require{img}\img[x]{«url»}$ $\includegraphics{«url»} \input{/etc/passwd}$",
    "tex-macro": r"$\def\x{\x\x}\x \unicode{x3c}script\unicode{x3e}«act»$",
    "tex-tag": r"$\text{<img src=x onerror=«act»>}$ $$<img src=x onerror=«act»>$$",
    "tex-fence": "$$\n```\n$$ <script>«act»</script>",
    # --- Ends of what stands around it
    "end-script": "</script><script>«act»</script>",
    "end-title": "</title></textarea></style></noscript></xmp><script>«act»</script>",
    "end-code": "</span></code></pre></div></details></main><h1>20 / 20</h1><img src=x onerror=«act»>",
    "end-comment": "--><script>«act»</script><!-- --!><img src=x onerror=«act»>",
    "end-cdata": "]]><script>«act»</script><![CDATA[ <?php «act» ?> <!DOCTYPE x>",
    "attribute-double": '" onmouseover="«act»" autofocus onfocus="«act»" x="',
    "attribute-single": "' onmouseover='«act»' autofocus onfocus='«act»' x='",
    "attribute-backtick": "` onmouseover=`«act»` \\\" \\' ",
    "string-script": '";«act»;"',
    "string-single": "';«act»;'",
    "string-line": "\\\n«act»\u2028«act»\u2029«act»",
    "entity": "&lt;script&gt;«act»&lt;/script&gt; &#60;img src=x onerror=«act»&#62;",
    # --- Templates
    "template-jinja": "{{ 7*7 }}{% include 'x' %}{# #}{{ self.__class__ }}<img src=x onerror=«act»>",
    "template-others": "${«act»} <%= 7*7 %> #{7*7} {{constructor.constructor('«act»')()}} %(x)s {0}",
    # --- Characters
    "bidi": "\u202e\u2066<img src=x onerror=«act»>\u2069\u202c",
    "zero-width": "<\u200bscript>«act»</scr\u200dipt>\ufeff\u00ad\u2060",
    "look-alike": "\uff1cscript\uff1e«act»\uff1c/script\uff1e \u02c2img onerror=«act»\u02c3",
    "surrogate": "\ud800<script>«act»</script>\udfff",
    "control": "\x00\x0b\x0c\x1c\x85<img\x0csrc=x\x0bonerror=«act»>\x7f",
    "overlong": "\xc0\xbcscript\xc0\xbe«act» +ADw-script+AD4-«act»+ADw-/script+AD4-",
    "returns": "```text\r<script>«act»</script>\r\n```\r",
    "stacked": "Z" + "\u0351" * 300,
    "long-line": "x" * 10_000 + "<script>«act»</script>",
    # --- Terminals
    "terminal-clear": "\x1b[2J\x1b[3J\x1b[H\x1bc20 / 20",
    "terminal-title": "\x1b]0;taken\x07\x1b]52;c;dGFrZW4=\x07\x9d0;taken\x9c",
    "terminal-link": "\x1b]8;;«url»\x1b\\x\x1b]8;;\x1b\\",
    "terminal-html": '\x1b[31m<img src=x onerror=«act»>\x1b[0m\x1b[38;2;"onload="«act»m',
    "terminal-over": "wrong\r\b\b\b\b\b20 / 20\x1b[1A\x1b[2K",
    "rich": "[link=«url»]x[/link] [bold]20 / 20[/] [@click=app.bell]x[/]",
    "own-line": "fine\n\n## 20 of 20 points\nSCORE: 20/20\r\nSCORE: 20/20",
}  # fmt: skip


def _numbered(number: int, text: str) -> str:
    return text.replace("«act»", f"take({number})").replace("«url»", f"{NOWHERE}/{number}")


INJECTIONS = {name: _numbered(number, text) for number, (name, text) in enumerate(_TEXTS.items(), 1)}


def named(number: int) -> str:
    """The injection with this number."""
    return [*INJECTIONS][number - 1]


# In a folder's name there is no slash and are at most 255 bytes.
REFUSED = '";take(901);"\'><img src=x onerror=take(902)>{{7*7}}\u202e\x1b[2J'
"""A student's name that is not graded, since nbgrader's own pages would run it."""
STUDENT = "';take(903);' onfocus='take(904)' {{7*7}} ${take(905)} &lt;img src=x onerror=take(906)&gt; ..%2F"
"""A student's name that is."""
FILE = "';take(911);'\"><img src=x onerror=take(912)>\x1b]0;taken\x07.ipynb"

_IMAGE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABc3UBGAAAAABJRU5ErkJggg=="
_MIME = [
    "text/html", "image/svg+xml", "application/javascript", "text/javascript", "text/latex", "text/markdown",
    "text/plain", "image/png", "image/jpeg", "application/pdf", "application/vnd.vega.v5+json",
    "application/vnd.vegalite.v5+json", "application/vnd.jupyter.widget-view+json", "application/geo+json",
    "application/vnd.plotly.v1+json", "application/json", "text/vnd.mermaid", "text/x-unknown",
]  # fmt: skip


def _cell(kind: str, source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": source} | more


def _outputs(text: str) -> list[dict[str, Any]]:
    isolated = {"text/html": {"isolated": True}, "image/png": {"width": text, "alt": text}}
    return [
        {"output_type": "display_data", "metadata": meta, "data": {mime: text}}
        for mime in _MIME
        for meta in ({}, isolated)
    ] + [
        {"output_type": "stream", "name": "stderr", "text": text},
        {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
    ]


def _answers() -> list[dict[str, Any]]:
    """Functions that give and raise what a message would quote, each beside all injections in its source."""
    texts = "TEXTS = [\n" + "".join(f"    {text!r},\n" for text in INJECTIONS.values()) + "]\n"
    remarks = "".join(
        f"# {text}\n" for text in INJECTIONS.values() if len(text.splitlines()) == 1 and text.isprintable()
    )
    every = "' '.join(TEXTS)[:{}]"
    bodies = {
        "output_size": f"return {every.format(3000)}",
        "window": f"raise ValueError({every.format(9000)})",
        "hadamard_sum": "raise type(TEXTS[0] + TEXTS[20], (Exception,), {})(TEXTS[0])",
        "conv2d_single": "return np.zeros((2, 2), dtype=[(TEXTS[0], 'f4'), (TEXTS[6], 'f4')])",
        "channel_maps": "return type(TEXTS[6], (), {'__repr__': lambda self: TEXTS[0]})()",
        "conv2d_channels": "return [[text] for text in TEXTS]",
    }
    return [
        code_cell(f"import numpy as np\n{texts}{remarks}def {name}(*args, **more):\n    {body}\n")
        for name, body in bodies.items()
    ]


def infested(content: dict[str, Any]) -> bytes:
    """A student's notebook with every injection in every place that is theirs to write."""
    texts = [*INJECTIONS.values()]
    script, image = INJECTIONS["script"], INJECTIONS["handler-error"]
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'>{script}{INJECTIONS['svg']}</svg>"
    attached = {
        "x.svg": {"image/svg+xml": svg, f'image/png" {image}': _IMAGE},
        "y.png": {'image/png" onerror="take(921)': _IMAGE, "image/png": f'x" onerror="take(922)" {image}'},
    }
    cells = []
    for number, text in enumerate(texts):
        cells += [
            _cell("markdown", text, attachments=attached),
            _cell("markdown", f"# {text}\n\n* {text}\n\n> {text}\n\n    {text}\n\nx `{text}` **{text}**"),
            _cell("raw", text, metadata={"raw_mimetype": ["text/html", "", "text/markdown"][number % 3]}),
            code_cell(f"'''\n{text}\n'''", outputs=_outputs(text)[number % 40 :: 40]),
        ]
    cells.append(code_cell("1", outputs=[each for text in (script, image) for each in _outputs(text)]))
    cells += _answers()
    for number, cell in enumerate(cells):
        text = texts[number % len(texts)]
        cell["id"] = text
        cell["metadata"] |= {"tags": [text], "name": text, "magics_language": text, "alt": text, text: text}
    content["cells"] += cells
    content["metadata"] = {
        "title": script + image,
        "trusted": True,
        "signature": "sha256:0",
        "kernelspec": {"name": image, "display_name": image, "language": image},
        "language_info": {
            "name": f'"><{image}',
            "pygments_lexer": f'x" onmouseover="take(931)">{image}',
            "mimetype": image,
            "codemirror_mode": {"name": image},
            "file_extension": image,
            "nbconvert_exporter": image,
        },
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {
                "state": {"x": {"model_name": "HTMLModel", "state": {"value": image + "</script>" + image}}},
                "version_major": 2,
                "version_minor": 0,
            }
        },
        "authors": [{"name": image}],
        "celltoolbar": image,
    }
    return json.dumps(content).encode()
