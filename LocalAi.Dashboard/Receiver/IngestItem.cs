using Google.Protobuf;

namespace LocalAi.Dashboard.Receiver;

/// <summary>A parsed request: what it holds, and how large it was on the wire.</summary>
internal readonly record struct IngestItem(IMessage Request, int Items, int Bytes);
