using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Database;

internal static class DatabaseServices
{
    /// <summary>Registers the data source and the migrations, which run in the background as soon as the database answers.</summary>
    public static IHostApplicationBuilder AddDatabase(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDataSource(DatabaseOptions.ConnectionName);
        builder.Services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptions>();
        builder.Services.AddSingleton<DatabaseMigrations>();
        builder.Services.AddHostedService(services =>
        {
            // Hosted services are made before options are validated: a missing connection string shall be told as such.
            _ = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return services.GetRequiredService<DatabaseMigrations>();
        });
        builder.Services.AddHealthChecks().AddCheck<DatabaseMigrationsHealthCheck>("migrations");
        return builder;
    }

    /// <summary>Answers 503 until the schema is there.</summary>
    public static TBuilder RequireDatabase<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<DatabaseMigrations>().Applied
            ? next(context)
            : throw new DatabaseNotReadyException());
}
