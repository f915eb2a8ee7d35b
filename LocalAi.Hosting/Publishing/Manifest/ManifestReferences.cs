using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Publishing.Manifest;

/// <summary>What the entries of a manifest refer to: resources, and parameters in an encoded form, which get entries of their own.</summary>
internal sealed class ManifestReferences
{
    private readonly OrderedDictionary<string, IResource> _resources = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EncodedParameter> _encoded = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keeps the names of the model's resources for them.</summary>
    public void Reserve(IEnumerable<IResource> resources) => _names.UnionWith(resources.Select(resource => resource.Name));

    /// <summary>Notes what a value refers to and gives its text in the manifest.</summary>
    public string Use(object? value, string text)
    {
        Note(value, []);
        return value is ReferenceExpression expression ? Format(expression) : text;
    }

    /// <inheritdoc cref="Use(object?, string)"/>
    public string Use(ReferenceExpression expression) => Use(expression, expression.ValueExpression);

    /// <summary>The resources referred to that are not in the model.</summary>
    public IReadOnlyList<IResource> Except(IEnumerable<IResource> model)
    {
        var known = model.Select(resource => resource.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _resources.Values.Where(resource => !known.Contains(resource.Name))];
    }

    /// <summary>The encoded forms of a parameter, or all, that have not been taken yet.</summary>
    public IReadOnlyList<EncodedParameter> TakeEncoded(ParameterResource? parameter = null)
    {
        var taken = _encoded.Where(entry => parameter is null || entry.Parameter == parameter).GroupBy(entry => entry.Parameter).SelectMany(group => group).ToArray();
        _encoded.RemoveAll(taken.Contains);
        return taken;
    }

    private void Note(object? value, HashSet<object> path)
    {
        if (value is ReferenceExpression expression)
        {
            Format(expression);
        }

        if (value is IResource resource)
        {
            _resources.TryAdd(resource.Name, resource);
            _names.Add(resource.Name);
        }
        else if (value is IValueWithReferences references && path.Add(value))
        {
            foreach (var reference in references.References)
            {
                Note(reference, path);
            }

            path.Remove(value);
        }
    }

    private string Format(ReferenceExpression expression)
    {
        var arguments = new object[expression.ValueProviders.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = expression.StringFormats[i] is { Length: > 0 } format && Parameter(expression.ValueProviders[i]) is { } parameter
                ? $"{{{Encoded(parameter, format)}.value}}"
                : expression.ManifestExpressions[i];
        }

        return string.Format(CultureInfo.InvariantCulture, expression.Format, arguments);
    }

    private static ParameterResource? Parameter(object value) => value switch
    {
        ParameterResource parameter => parameter,
        ReferenceExpression { Format: "{0}", ValueProviders: [ParameterResource parameter] } => parameter,
        _ => null,
    };

    private string Encoded(ParameterResource parameter, string format)
    {
        if (_encoded.Find(entry => entry.Parameter == parameter && entry.Format == format) is { } known)
        {
            return known.Name;
        }

        var stem = $"{parameter.Name}-{format.ToLowerInvariant()}-encoded";
        var name = stem;
        for (var suffix = 1; !_names.Add(name); suffix++)
        {
            name = $"{stem}-{suffix}";
        }

        _encoded.Add(new(name, parameter, format));
        return name;
    }
}
