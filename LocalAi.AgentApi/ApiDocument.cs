using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LocalAi.AgentApi.Conversations;
using LocalAi.AgentApi.OpenAiProtocol;
using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;

namespace LocalAi.AgentApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and its page at <c>/scalar</c>; the page loads nothing from elsewhere.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services
        .AddOpenApi(options =>
        {
            options.CreateSchemaReferenceId = SchemaId;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "LocalAi agent";
                return Task.CompletedTask;
            });
        })
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/scalar", scalar => scalar
            .WithTitle("LocalAi agent")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .HideDeveloperTools()
            .DisableAgent()
            .DisableMcp());
    }

    /// <summary>Both protocols have a Usage and a ToolCall; under one name one would stand for the other.</summary>
    private static string? SchemaId(JsonTypeInfo type) =>
        type.Type.DeclaringType == typeof(OpenAiWire) ? $"OpenAi{type.Type.Name}"
        : type.Type.DeclaringType == typeof(ConversationRequests) ? $"{type.Type.Name}Request"
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
}
