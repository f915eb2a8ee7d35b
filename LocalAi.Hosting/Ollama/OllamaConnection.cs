namespace Aspire.Hosting.ApplicationModel;

internal static class OllamaConnection
{
    public static IEnumerable<KeyValuePair<string, ReferenceExpression>> Properties(IOllamaResource server) =>
    [
        new("Host", ReferenceExpression.Create($"{server.Host}")),
        new("Port", ReferenceExpression.Create($"{server.Port}")),
        new("Uri", server.UriExpression),
    ];
}
