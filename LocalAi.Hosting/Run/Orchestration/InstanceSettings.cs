using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Evaluation;
using LocalAi.Hosting.Run.Dashboard;
using LocalAi.Hosting.Run.Endpoints;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>Works out environment and arguments of an instance: what the model says, and what a host adds to it.</summary>
internal sealed class InstanceSettings(
    DistributedApplicationExecutionContext execution, IHostEnvironment environment, IConfiguration configuration, DashboardHost dashboard, EndpointPlans endpoints)
{
    public async Task<(IReadOnlyList<EvaluatedVariable> Environment, IReadOnlyList<EvaluatedArgument> Arguments)> EvaluateAsync(
        IResource resource, string instanceName, int index, ILogger logger, CancellationToken cancellationToken)
    {
        var declared = await ResourceEvaluator.GetEnvironmentAsync(resource, execution, logger, cancellationToken);
        var variables = new Dictionary<string, EvaluatedVariable>();
        if (resource is ProjectResource)
        {
            Set("DOTNET_ENVIRONMENT", environment.EnvironmentName);
            Set("ASPNETCORE_ENVIRONMENT", environment.EnvironmentName);
        }

        foreach (var variable in declared)
        {
            variables[variable.Name] = variable with { Value = ForInstance(resource, index, variable.Value) };
        }

        if (resource.HasAnnotationOfType<OtlpExporterAnnotation>() && dashboard.IsEnabled)
        {
            foreach (var (name, value) in OtlpEnvironment.For(resource, instanceName, dashboard))
            {
                Set(name, value);
            }
        }
        else if (resource.HasAnnotationOfType<OtlpExporterAnnotation>() && !HasOtherReceiver)
        {
            foreach (var name in variables.Keys.Where(name => name.StartsWith(OtlpEnvironment.Prefix, StringComparison.Ordinal)).ToList())
            {
                variables.Remove(name);
            }
        }

        var arguments = await ResourceEvaluator.GetArgumentsAsync(resource, execution, logger, cancellationToken);
        return ([.. variables.Values], [.. arguments.Select(argument => argument with { Value = ForInstance(resource, index, argument.Value) })]);

        void Set(string name, string value) => variables[name] = new EvaluatedVariable(name, value, value, IsSecret: name == OtlpEnvironment.Headers);
    }

    // The model takes these from whoever runs a dashboard or collector of their own.
    private bool HasOtherReceiver =>
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] is { Length: > 0 } || configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] is { Length: > 0 };

    private string ForInstance(IResource resource, int index, string value) => endpoints.For(resource)
        .Where(plan => plan.Targets.Count > 1)
        .Aggregate(value, (text, plan) => text.Replace(plan.Placeholder, $"{plan.Targets[index]}", StringComparison.Ordinal));
}
