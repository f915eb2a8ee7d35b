using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenTelemetry.Metrics;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// What the package Aspire.Npgsql offers under the same name, for builds that cannot restore it; with <c>UseAspire=true</c> this file is
/// left out and the package is used. Keep the observable behaviour the same.
/// </summary>
internal static class NpgsqlHostingExtensions
{
    /// <summary>
    /// Registers an <see cref="NpgsqlDataSource"/> for connection string <paramref name="connectionName"/>, a health check named
    /// <c>PostgreSql</c>, and OpenTelemetry tracing and metrics of Npgsql.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="connectionName">The name under <c>ConnectionStrings</c>; missing, the data source fails when it is first asked for.</param>
    /// <param name="configureDataSourceBuilder">Further settings of the data source.</param>
    public static void AddNpgsqlDataSource(
        this IHostApplicationBuilder builder, string connectionName, Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var connectionString = builder.Configuration.GetConnectionString(connectionName);
        builder.Services.AddNpgsqlDataSource(connectionString ?? "", source =>
        {
            if (string.IsNullOrEmpty(connectionString))
            {
                throw new InvalidOperationException($"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}'.");
            }

            configureDataSourceBuilder?.Invoke(source);
        });
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            "PostgreSql", services => new PostgresHealthCheck(services), failureStatus: null, tags: null));
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddNpgsql())
            .WithMetrics(metrics => metrics.AddMeter("Npgsql"));
    }

    private sealed class PostgresHealthCheck(IServiceProvider services) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 1;");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, exception: exception);
            }
        }
    }
}
