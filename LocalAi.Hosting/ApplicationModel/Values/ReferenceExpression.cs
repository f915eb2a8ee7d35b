using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Text with values in it that are known only later: endpoints, parameters, connection strings.</summary>
public class ReferenceExpression : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>An expression without text or values.</summary>
    public static readonly ReferenceExpression Empty = new(string.Empty, [], [], []);

    private readonly string[] _manifestExpressions;
    private readonly string?[] _stringFormats;

    internal ReferenceExpression(string format, IValueProvider[] valueProviders, string[] manifestExpressions, string?[] stringFormats)
    {
        Format = format;
        ValueProviders = valueProviders;
        _manifestExpressions = manifestExpressions;
        _stringFormats = stringFormats;
    }

    /// <summary>The composite format: text with <c>{0}</c>, <c>{1}</c>, … where the values go.</summary>
    public string Format { get; }

    /// <summary>How the manifest refers to each value.</summary>
    public IReadOnlyList<string> ManifestExpressions => _manifestExpressions;

    /// <summary>How each value is encoded: <c>uri</c>, or null for as it is.</summary>
    public IReadOnlyList<string?> StringFormats => _stringFormats;

    /// <summary>The values.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>The text as the manifest writes it.</summary>
    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, _manifestExpressions);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    /// <summary>Makes an expression from an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.GetExpression();

    /// <summary>The text as seen from this machine; waits until every value is known. Null when there is no text.</summary>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(new ValueProviderContext(), cancellationToken);

    /// <summary>The text as seen by a caller; waits until every value is known. Null when there is no text.</summary>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Format.Length == 0)
        {
            return null;
        }

        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = await ValueProviders[i].GetValueAsync(context, cancellationToken).ConfigureAwait(false);
            values[i] = value is not null && _stringFormats[i] is { } format ? Encode(value, format) : value;
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    internal static string Encode(string value, string format) => format.ToLowerInvariant() switch
    {
        "uri" => Uri.EscapeDataString(value),
        _ => throw new FormatException($"The format '{format}' is not supported. Supported formats: uri."),
    };

    /// <summary>Escapes braces for a composite format; braces that are doubled already stay as they are.</summary>
    internal static string EscapeBraces(string text)
    {
        if (text.AsSpan().IndexOfAny('{', '}') < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 4);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            escaped.Append(character);
            if (character is '{' or '}')
            {
                escaped.Append(character);
                if (i + 1 < text.Length && text[i + 1] == character)
                {
                    i++;
                }
            }
        }

        return escaped.ToString();
    }

    /// <summary>Collects the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler
    {
        private readonly StringBuilder _format;
        private readonly List<IValueProvider> _valueProviders;
        private readonly List<string> _manifestExpressions;
        private readonly List<string?> _stringFormats;

        /// <summary>Called by the compiler.</summary>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            _format = new StringBuilder(literalLength * 2);
            _valueProviders = new(formattedCount);
            _manifestExpressions = new(formattedCount);
            _stringFormats = new(formattedCount);
        }

        /// <summary>Appends text.</summary>
        public readonly void AppendLiteral(string value) => _format.Append(EscapeBraces(value));

        /// <summary>Appends text.</summary>
        public readonly void AppendFormatted(string? value) => AppendFormatted(value, format: null);

        /// <summary>Appends text, encoded.</summary>
        public readonly void AppendFormatted(string? value, string? format = null)
        {
            if (value is not null)
            {
                _format.Append(EscapeBraces(format is null ? value : Encode(value, format)));
            }
        }

        /// <summary>Appends a value.</summary>
        public readonly void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider =>
            Append(valueProvider, valueProvider.ValueExpression, format: null);

        /// <summary>Appends a value, encoded.</summary>
        public readonly void AppendFormatted<T>(T valueProvider, string? format = null)
            where T : IValueProvider, IManifestExpressionProvider =>
            Append(valueProvider, valueProvider.ValueExpression, format);

        /// <summary>Appends a resource's value.</summary>
        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider =>
            Append(valueProvider.Resource, valueProvider.Resource.ValueExpression, format: null);

        /// <summary>Appends a resource's value, encoded.</summary>
        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null)
            where T : IResource, IValueProvider, IManifestExpressionProvider =>
            Append(valueProvider.Resource, valueProvider.Resource.ValueExpression, format);

        internal readonly ReferenceExpression GetExpression() =>
            new(_format.ToString(), [.. _valueProviders], [.. _manifestExpressions], [.. _stringFormats]);

        private readonly void Append(IValueProvider valueProvider, string expression, string? format)
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_valueProviders.Count}}}");
            _valueProviders.Add(valueProvider);
            _manifestExpressions.Add(expression);
            _stringFormats.Add(format);
        }
    }
}
