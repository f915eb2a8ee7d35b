using LocalAi.AgentApi;
using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.OpenAiProtocol;
using LocalAi.AgentApi.Telemetry;
using LocalAi.ServiceDefaults;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddOptions<AgentOptions>().BindConfiguration(AgentOptions.SectionName).ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<AgentOptions>, AgentOptionsValidator>();
builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<AgentOptions>>((kestrel, agent) =>
    kestrel.Limits.MaxRequestBodySize = agent.Value.MaxRequestBytes);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddExceptionHandler<FailureResponses>();
builder.Services.AddProblemDetails();
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
builder.Services.AddSingleton<ModelMetrics>();
builder.Services.AddModelProviders();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages(FailureResponses.WriteStatusAsync);
app.UseMiddleware<RebindingGuard>();
app.MapDefaultEndpoints();
app.MapModels();
app.MapOpenAi();
app.Run();
