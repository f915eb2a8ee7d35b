using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace LocalAi.Web.Markdown;

/// <summary>
/// Colours comments, strings, numbers and keywords of common languages. It knows families of languages, not grammars: a wrong colour
/// now and then is the price for needing no script and no grammar files.
/// </summary>
internal static partial class CodeHighlighter
{
    /// <summary>Code longer than this stays plain: colouring is not worth the wait.</summary>
    private const int LongestCharacters = 40_000;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "and", "as", "async", "await", "base", "bool", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "def",
        "default", "defer", "del", "delegate", "do", "done", "double", "elif", "else", "end", "enum", "except", "export", "extends", "false", "False", "fi",
        "final", "finally", "float", "fn", "for", "foreach", "from", "func", "function", "get", "global", "go", "if", "impl", "implements", "import", "in",
        "init", "int", "interface", "internal", "is", "lambda", "let", "long", "match", "mod", "module", "mut", "namespace", "new", "nil", "not", "null",
        "None", "object", "or", "out", "override", "package", "params", "pass", "private", "protected", "pub", "public", "raise", "readonly", "record", "ref",
        "required", "return", "sealed", "self", "set", "short", "static", "string", "struct", "super", "switch", "then", "this", "throw", "throws", "trait",
        "true", "True", "try", "type", "typeof", "undefined", "use", "using", "val", "var", "virtual", "void", "where", "when", "while", "with", "yield",
    };

    private static readonly HashSet<string> SqlKeywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "add", "all", "alter", "and", "as", "asc", "between", "by", "case", "create", "cross", "default", "delete", "desc", "distinct", "drop", "else", "end",
        "exists", "false", "foreign", "from", "full", "group", "having", "if", "in", "index", "inner", "insert", "into", "is", "join", "key", "left", "like",
        "limit", "not", "null", "offset", "on", "or", "order", "outer", "over", "partition", "primary", "references", "returning", "right", "select", "set",
        "table", "then", "true", "union", "unique", "update", "using", "values", "view", "when", "where", "with",
    };

    /// <summary>Replaces the text of <paramref name="code"/> by spans of class <c>tok-c</c>, <c>tok-s</c>, <c>tok-n</c>, <c>tok-k</c> and <c>tok-f</c>.</summary>
    public static void Highlight(IDocument document, IElement code, string language)
    {
        var text = code.TextContent;
        if (text.Length > LongestCharacters || Grammar(language.ToLowerInvariant()) is not { } grammar)
        {
            return;
        }

        var sql = grammar == SqlTokens();
        code.TextContent = "";
        var position = 0;
        foreach (Match match in grammar.Matches(text))
        {
            if (Class(match, sql) is not { } name)
            {
                continue;
            }

            code.AppendChild(document.CreateTextNode(text[position..match.Index]));
            var span = document.CreateElement("span");
            span.ClassName = name;
            span.TextContent = match.Value;
            code.AppendChild(span);
            position = match.Index + match.Length;
        }

        code.AppendChild(document.CreateTextNode(text[position..]));
    }

    private static string? Class(Match match, bool sql) =>
        match.Groups["c"].Success ? "tok-c"
        : match.Groups["s"].Success ? "tok-s"
        : match.Groups["n"].Success ? "tok-n"
        : match.Groups["t"].Success ? "tok-k"
        : (sql ? SqlKeywords : Keywords).Contains(match.Value) ? "tok-k"
        : match.Groups["f"].Success ? "tok-f"
        : null;

    private static Regex? Grammar(string language) => language switch
    {
        "c" or "cpp" or "c++" or "cs" or "csharp" or "c#" or "css" or "dart" or "go" or "java" or "javascript" or "js" or "json" or "jsonc" or "jsx"
            or "kotlin" or "php" or "rust" or "rs" or "scala" or "scss" or "swift" or "ts" or "tsx" or "typescript" or "fsharp" or "f#" => BraceTokens(),
        "bash" or "conf" or "dockerfile" or "elixir" or "ini" or "makefile" or "nix" or "perl" or "powershell" or "ps1" or "py" or "python" or "r" or "rb"
            or "ruby" or "sh" or "shell" or "toml" or "yaml" or "yml" or "zsh" => HashTokens(),
        "sql" or "postgresql" or "psql" or "lua" or "haskell" => SqlTokens(),
        "html" or "xml" or "svg" or "xaml" or "razor" or "csproj" => MarkupTokens(),
        _ => null,
    };

    private const string Rest = @"|(?<n>\b(?:0x[0-9a-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\w?\b)|(?<f>\b[A-Za-z_]\w*(?=\())|\b[A-Za-z_]\w*\b";

    [GeneratedRegex(@"(?<c>//[^\n]*|/\*[\s\S]*?(?:\*/|$))|(?<s>""""""[\s\S]*?(?:""""""|$)|""(?:\\.|[^""\\\n])*""?|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`?)" + Rest)]
    private static partial Regex BraceTokens();

    [GeneratedRegex(@"(?<c>(?<![\w$])\#[^\n]*)|(?<s>""""""[\s\S]*?(?:""""""|$)|""(?:\\.|[^""\\\n])*""?|'(?:\\.|[^'\\\n])*')" + Rest)]
    private static partial Regex HashTokens();

    [GeneratedRegex(@"(?<c>--[^\n]*|/\*[\s\S]*?(?:\*/|$))|(?<s>'(?:''|[^'])*'?|""[^""\n]*"")" + Rest)]
    private static partial Regex SqlTokens();

    [GeneratedRegex(@"(?<c><!--[\s\S]*?(?:-->|$))|(?<t></?[A-Za-z][\w:.-]*|/?>)|(?<s>""[^""\n]*""|'[^'\n]*')")]
    private static partial Regex MarkupTokens();
}
