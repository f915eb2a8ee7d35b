using System.Globalization;

namespace LocalAi.AgentApi.Agents.Tools;

/// <summary>
/// Evaluates arithmetic in decimals, so that 0.1 + 0.2 is 0.3. Precedence from low to high: + and -, then * / %, then the sign, then ^ (to the right).
/// Functions and roots go through doubles and are rounded to 15 digits.
/// </summary>
internal ref struct Arithmetic
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private Arithmetic(ReadOnlySpan<char> text) => _text = text;

    /// <exception cref="FormatException">It is no expression; the message says where.</exception>
    /// <exception cref="DivideByZeroException" />
    /// <exception cref="OverflowException">A value is too large, or not a number.</exception>
    public static decimal Evaluate(ReadOnlySpan<char> text)
    {
        var parser = new Arithmetic(text);
        var value = parser.Sum();
        return parser.Next() == '\0' ? value : throw parser.Unexpected();
    }

    private decimal Sum()
    {
        var value = Product();
        while (true)
        {
            switch (Next())
            {
                case '+': _position++; value += Product(); break;
                case '-' or '−': _position++; value -= Product(); break;
                default: return value;
            }
        }
    }

    private decimal Product()
    {
        var value = Signed();
        while (true)
        {
            switch (Next())
            {
                case '*' or '×' or '·': _position++; value *= Signed(); break;
                case '/' or '÷': _position++; value /= Signed(); break;
                case '%': _position++; value %= Signed(); break;
                default: return value;
            }
        }
    }

    private decimal Signed()
    {
        switch (Next())
        {
            case '-' or '−': _position++; return -Signed();
            case '+': _position++; return Signed();
            default: return Power();
        }
    }

    private decimal Power()
    {
        var value = Operand();
        if (Next() != '^' && !(Next() == '*' && _position + 1 < _text.Length && _text[_position + 1] == '*'))
        {
            return value;
        }

        _position += Next() == '^' ? 1 : 2;
        return Raise(value, Signed());
    }

    private decimal Operand()
    {
        var next = Next();
        if (next == '(')
        {
            _position++;
            var value = Sum();
            Expect(')');
            return value;
        }

        var start = _position;
        if (char.IsAsciiDigit(next) || next == '.')
        {
            while (_position < _text.Length && (char.IsAsciiDigit(_text[_position]) || _text[_position] is '.' or '_'))
            {
                _position++;
            }

            return decimal.TryParse(_text[start.._position].ToString().Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException($"'{_text[start.._position]}' is not a number");
        }

        while (_position < _text.Length && char.IsAsciiLetterOrDigit(_text[_position]))
        {
            _position++;
        }

        return _position == start ? throw Unexpected() : Named(_text[start.._position].ToString().ToLowerInvariant());
    }

    private decimal Named(string name)
    {
        switch (name)
        {
            case "pi": return (decimal)Math.PI;
            case "e": return (decimal)Math.E;
        }

        Expect('(');
        List<decimal> values = [Sum()];
        while (Next() == ',')
        {
            _position++;
            values.Add(Sum());
        }

        Expect(')');
        return (name, values) switch
        {
            ("abs", [var x]) => Math.Abs(x),
            ("floor", [var x]) => Math.Floor(x),
            ("ceil" or "ceiling", [var x]) => Math.Ceiling(x),
            ("round", [var x]) => Math.Round(x, MidpointRounding.AwayFromZero),
            ("round", [var x, var digits and >= 0 and <= 28]) => Math.Round(x, (int)digits, MidpointRounding.AwayFromZero),
            ("max", _) => values.Max(),
            ("min", _) => values.Min(),
            ("pow", [var x, var y]) => Raise(x, y),
            ("sqrt", [var x]) => Of(Math.Sqrt((double)x)),
            ("exp", [var x]) => Of(Math.Exp((double)x)),
            ("ln", [var x]) => Of(Math.Log((double)x)),
            ("log" or "log10", [var x]) => Of(Math.Log10((double)x)),
            ("sin", [var x]) => Of(Math.Sin((double)x)),
            ("cos", [var x]) => Of(Math.Cos((double)x)),
            ("tan", [var x]) => Of(Math.Tan((double)x)),
            _ => throw new FormatException($"there is no function '{name}' with {values.Count} numbers"),
        };
    }

    private static decimal Raise(decimal value, decimal exponent)
    {
        if (exponent != Math.Truncate(exponent) || Math.Abs(exponent) > 200)
        {
            return Of(Math.Pow((double)value, (double)exponent));
        }

        var result = 1m;
        for (var count = 0; count < Math.Abs(exponent); count++)
        {
            result *= value;
        }

        return exponent < 0 ? 1 / result : result;
    }

    /// <summary>The conversion keeps the 15 digits of a double that are right; what is not finite overflows.</summary>
    private static decimal Of(double value) => (decimal)value;

    private char Next()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        return _position < _text.Length ? _text[_position] : '\0';
    }

    private void Expect(char expected)
    {
        if (Next() != expected)
        {
            throw Unexpected();
        }

        _position++;
    }

    private readonly FormatException Unexpected() => new(_position < _text.Length
        ? $"'{_text[_position]}' at character {_position + 1} is not understood"
        : "the expression ends too early");
}
