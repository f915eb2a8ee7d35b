namespace Aspire.Hosting;

/// <summary>A parameter has no value; the message names the setting.</summary>
public class MissingParameterValueException : DistributedApplicationException
{
    /// <summary>No message.</summary>
    public MissingParameterValueException()
    {
    }

    /// <summary>A message that names the setting.</summary>
    public MissingParameterValueException(string message)
        : base(message)
    {
    }

    /// <summary>A message that names the setting, and its cause.</summary>
    public MissingParameterValueException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
