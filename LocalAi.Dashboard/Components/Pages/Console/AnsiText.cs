using System.Globalization;
using System.Text;

namespace LocalAi.Dashboard.Components.Pages.Console;

/// <summary>A piece of a console line: its text, CSS classes for weight and the 16 named colours, and a style for all other colours.</summary>
internal sealed record AnsiSegment(string Text, string Class, string? Style);

/// <summary>Splits a console line at its SGR escape sequences (ECMA-48, colours 30 to 37, 90 to 97, 38;5;n and 38;2;r;g;b) and drops all others.</summary>
internal static class AnsiText
{
    private const char Escape = '\u001b';
    private const int MaxLength = 16_384;

    public static IReadOnlyList<AnsiSegment> Parse(string line)
    {
        if (line.Length > MaxLength)
        {
            line = string.Concat(line.AsSpan(0, MaxLength), "…");
        }

        if (!line.Contains(Escape, StringComparison.Ordinal))
        {
            return [new AnsiSegment(line, string.Empty, null)];
        }

        var segments = new List<AnsiSegment>();
        var text = new StringBuilder();
        var state = new AnsiState();
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] != Escape)
            {
                text.Append(line[index]);
                continue;
            }

            var end = End(line, index, out var isColor);
            if (isColor)
            {
                Flush(segments, text, state);
                state.Apply(line.AsSpan(index + 2, end - index - 2));
            }

            index = end;
        }

        Flush(segments, text, state);
        return segments;
    }

    /// <summary>The line without escape sequences.</summary>
    public static string Plain(string line) =>
        line.Contains(Escape, StringComparison.Ordinal) ? string.Concat(Parse(line).Select(segment => segment.Text)) : line;

    // The last character of the sequence that begins here; an unfinished one takes the rest of the line.
    private static int End(string line, int start, out bool isColor)
    {
        isColor = false;
        if (start + 1 >= line.Length)
        {
            return start;
        }

        if (line[start + 1] == ']')
        {
            // An operating system command (a window title, a link) ends with BEL or ESC \.
            for (var index = start + 2; index < line.Length; index++)
            {
                if (line[index] == '\u0007')
                {
                    return index;
                }

                if (line[index] == Escape)
                {
                    return Math.Min(index + 1, line.Length - 1);
                }
            }

            return line.Length - 1;
        }

        if (line[start + 1] != '[')
        {
            return start + 1;
        }

        for (var index = start + 2; index < line.Length; index++)
        {
            if (line[index] is >= '@' and <= '~')
            {
                isColor = line[index] == 'm';
                return index;
            }
        }

        return line.Length - 1;
    }

    private static void Flush(List<AnsiSegment> segments, StringBuilder text, AnsiState state)
    {
        if (text.Length > 0)
        {
            segments.Add(new AnsiSegment(text.ToString(), state.Class, state.Style));
            text.Clear();
        }
    }

    private sealed class AnsiState
    {
        private bool _bold;
        private bool _dim;
        private bool _italic;
        private bool _underline;
        private int _color = -1;
        private string? _exact;

        public string Class
        {
            get
            {
                var classes = new List<string>(3);
                AddIf(classes, _bold, "a-bold");
                AddIf(classes, _dim, "a-dim");
                AddIf(classes, _italic, "a-italic");
                AddIf(classes, _underline, "a-underline");
                AddIf(classes, _color >= 0, string.Create(CultureInfo.InvariantCulture, $"a-{_color}"));
                return string.Join(' ', classes);
            }
        }

        public string? Style => _exact is null ? null : $"color: {_exact}";

        public void Apply(ReadOnlySpan<char> parameters)
        {
            var codes = new List<int>();
            foreach (var range in parameters.Split(';'))
            {
                codes.Add(int.TryParse(parameters[range], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0);
            }

            for (var index = 0; index < codes.Count; index++)
            {
                if (codes[index] is 38 or 48)
                {
                    index = Extended(codes, index);
                }
                else
                {
                    Apply(codes[index]);
                }
            }
        }

        private static void AddIf(List<string> classes, bool isSet, string name)
        {
            if (isSet)
            {
                classes.Add(name);
            }
        }

        private void Apply(int code)
        {
            switch (code)
            {
                case 0:
                    (_bold, _dim, _italic, _underline, _color, _exact) = (false, false, false, false, -1, null);
                    break;
                case 1:
                    _bold = true;
                    break;
                case 2:
                    _dim = true;
                    break;
                case 3:
                    _italic = true;
                    break;
                case 4:
                    _underline = true;
                    break;
                case 22:
                    (_bold, _dim) = (false, false);
                    break;
                case 23:
                    _italic = false;
                    break;
                case 24:
                    _underline = false;
                    break;
                case 39:
                    (_color, _exact) = (-1, null);
                    break;
                case >= 30 and <= 37:
                    (_color, _exact) = (code - 30, null);
                    break;
                case >= 90 and <= 97:
                    (_color, _exact) = (code - 82, null);
                    break;
            }
        }

        // 38;5;n or 38;2;r;g;b (48 is a background, which is not drawn); returns the last parameter used.
        private int Extended(List<int> codes, int index)
        {
            var isForeground = codes[index] == 38;
            if (index + 2 < codes.Count && codes[index + 1] == 5)
            {
                if (isForeground)
                {
                    (_color, _exact) = codes[index + 2] < 16 ? (codes[index + 2], null) : (-1, Indexed(codes[index + 2]));
                }

                return index + 2;
            }

            if (index + 4 < codes.Count && codes[index + 1] == 2)
            {
                if (isForeground)
                {
                    (_color, _exact) = (-1, Rgb(codes[index + 2], codes[index + 3], codes[index + 4]));
                }

                return index + 4;
            }

            return codes.Count - 1;
        }

        private static string Indexed(int index)
        {
            if (index >= 232)
            {
                var gray = Math.Min(255, 8 + ((index - 232) * 10));
                return Rgb(gray, gray, gray);
            }

            var cube = index - 16;
            return Rgb(Level(cube / 36), Level(cube / 6 % 6), Level(cube % 6));
        }

        private static int Level(int step) => step == 0 ? 0 : 55 + (step * 40);

        private static string Rgb(int red, int green, int blue) => string.Create(
            CultureInfo.InvariantCulture, $"rgb({Math.Clamp(red, 0, 255)} {Math.Clamp(green, 0, 255)} {Math.Clamp(blue, 0, 255)})");
    }
}
