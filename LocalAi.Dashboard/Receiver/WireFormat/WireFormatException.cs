namespace LocalAi.Dashboard.Receiver.WireFormat;

/// <summary>Bytes that are not what they should be: a sender's mistake, or noise.</summary>
internal sealed class WireFormatException(string message) : FormatException(message);
