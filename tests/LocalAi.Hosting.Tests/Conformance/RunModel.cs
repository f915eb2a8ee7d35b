using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalAi.Hosting.Evaluation;

namespace LocalAi.Hosting.Tests.Conformance;

/// <summary>Describes an application in run mode as the recordings do: with every endpoint allocated, free ports from 40001 on.</summary>
internal static partial class RunModel
{
    private static readonly string[] OnlyFromOrchestrator = ["OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"];
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<string> DescribeAsync(DistributedApplicationBuilder builder)
    {
        var free = 40000;
        foreach (var resource in builder.Resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var port = endpoint.Port ?? ++free;
                EndpointAllocation.Allocate(resource, endpoint, port, endpoint.TargetPort ?? (resource.IsContainer() ? port : ++free));
            }
        }

        var model = new JsonObject();
        foreach (var resource in builder.Resources)
        {
            model[resource.Name] = await DescribeAsync(resource);
        }

        return Normalize(model);
    }

    /// <summary>The text of a description without the numbers of free ports.</summary>
    public static string Normalize(JsonNode model) => FreePort().Replace(model.ToJsonString(Readable), "<allocated>");

    private static async Task<JsonObject> DescribeAsync(IResource resource)
    {
        var description = new JsonObject { ["type"] = resource.GetType().Name };
        if (resource.TryGetEndpoints(out var endpoints))
        {
            description["endpoints"] = new JsonObject(endpoints.Select(endpoint => KeyValuePair.Create(endpoint.Name, (JsonNode?)string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint.UriScheme} port={endpoint.Port?.ToString(CultureInfo.InvariantCulture) ?? "-"} target={endpoint.TargetPort?.ToString(CultureInfo.InvariantCulture) ?? "-"} external={endpoint.IsExternal} proxied={endpoint.IsProxied}"))));
        }

        if (resource.TryGetAnnotationsOfType<WaitAnnotation>(out var waits))
        {
            description["waits"] = new JsonArray([.. waits.Select(wait => (JsonNode?)$"{wait.Resource.Name} {wait.WaitType}")]);
        }

        if (resource is IResourceWithConnectionString connection)
        {
            description["connectionString"] = await connection.GetConnectionStringAsync(TestContext.Current.CancellationToken);
        }

        DistributedApplicationExecutionContext run = new(DistributedApplicationOperation.Run);
        var environment = await ResourceEvaluator.GetEnvironmentAsync(resource, run, cancellationToken: TestContext.Current.CancellationToken);
        var variables = environment.Where(variable => !OnlyFromOrchestrator.Contains(variable.Name)).OrderBy(variable => variable.Name, StringComparer.Ordinal).ToArray();
        if (variables.Length > 0)
        {
            description["environment"] = new JsonObject(variables.Select(variable => KeyValuePair.Create(variable.Name, (JsonNode?)variable.Value)));
        }

        var arguments = await ResourceEvaluator.GetArgumentsAsync(resource, run, cancellationToken: TestContext.Current.CancellationToken);
        if (arguments.Count > 0)
        {
            description["args"] = new JsonArray([.. arguments.Select(argument => (JsonNode?)argument.Value)]);
        }

        return description;
    }

    [GeneratedRegex("400\\d\\d")]
    private static partial Regex FreePort();
}
