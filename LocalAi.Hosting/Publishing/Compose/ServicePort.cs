namespace LocalAi.Hosting.Publishing.Compose;

/// <summary>An endpoint of a compose service.</summary>
/// <param name="Scheme">The scheme of its addresses.</param>
/// <param name="Internal">The port in the container, or the placeholder that stands for it.</param>
/// <param name="Published">The port of the host, if it was declared.</param>
/// <param name="IsExternal">Whether it is reached from outside.</param>
internal sealed record ServicePort(string Scheme, string Internal, int? Published, bool IsExternal);
