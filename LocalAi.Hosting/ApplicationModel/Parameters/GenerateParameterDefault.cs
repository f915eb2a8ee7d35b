using Aspire.Hosting.Publishing;
using LocalAi.Hosting.Secrets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A random text. Its characters need no escaping in an address (RFC 3986, unreserved), so that it can stand in a connection
/// URI as it is. 22 of the 60 possible characters give 130 bits.
/// </summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    /// <summary>The least number of characters.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether lower-case letters are used.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether upper-case letters are used.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether digits are used.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether special characters are used.</summary>
    public bool Special { get; set; } = true;

    /// <summary>The least number of lower-case letters.</summary>
    public int MinLower { get; set; }

    /// <summary>The least number of upper-case letters.</summary>
    public int MinUpper { get; set; }

    /// <summary>The least number of digits.</summary>
    public int MinNumeric { get; set; }

    /// <summary>The least number of special characters.</summary>
    public int MinSpecial { get; set; }

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var writer = context.Writer;
        writer.WriteStartObject("generate");
        writer.WriteNumber("minLength", MinLength);
        (string Name, bool Value)[] flags = [("lower", Lower), ("upper", Upper), ("numeric", Numeric), ("special", Special)];
        foreach (var (name, _) in flags.Where(flag => !flag.Value))
        {
            writer.WriteBoolean(name, false);
        }

        (string Name, int Value)[] minima = [("minLower", MinLower), ("minUpper", MinUpper), ("minNumeric", MinNumeric), ("minSpecial", MinSpecial)];
        foreach (var (name, value) in minima.Where(minimum => minimum.Value > 0))
        {
            writer.WriteNumber(name, value);
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override string GetDefaultValue() =>
        PasswordGenerator.Generate(
            MinLength,
            new(Lower, MinLower, nameof(Lower), "abcdefghjkmnpqrstuvwxyz"),
            new(Upper, MinUpper, nameof(Upper), "ABCDEFGHJKMNPQRSTUVWXYZ"),
            new(Numeric, MinNumeric, nameof(Numeric), "0123456789"),
            new(Special, MinSpecial, nameof(Special), "-_.~"));
}
