namespace LocalAi.Hardware.Gguf;

/// <summary>A file that is not a GGUF model, or whose header is damaged. The message says what is wrong, for the person who chose the file.</summary>
public sealed class GgufException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public GgufException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and why.</summary>
    public GgufException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
