using LocalAi.ServiceDefaults;
using LocalAi.Web.Access;
using LocalAi.Web.Agent;
using LocalAi.Web.Chat;
using LocalAi.Web.Components;
using LocalAi.Web.Knowledge;
using LocalAi.Web.Markdown;
using LocalAi.Web.ModelLibrary;
using LocalAi.Web.Security;
using LocalAi.Web.SignIn;
using Microsoft.AspNetCore.DataProtection;
using MudBlazor.Services;

if (HealthProbe.IsWanted(args))
{
    return await HealthProbe.RunAsync();
}

var builder = WebApplication.CreateBuilder(args);
// Without it the assets of libraries are found only in Development, and after publishing.
builder.WebHost.UseStaticWebAssets().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.AddServiceDefaults();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSignIn();
builder.Services.AddAgent();
builder.Services.AddSingleton<ChatTurns>();
builder.Services.AddSingleton<AccessClient>();
builder.Services.AddSingleton<KnowledgeClient>();
builder.Services.AddSingleton<LibraryClient>();
builder.Services.AddSingleton<ModelJobs>();
builder.Services.AddScoped<ChatModels>();
builder.Services.AddScoped<ConversationList>();
builder.Services.AddSingleton<MarkdownRenderer>();
builder.Services.AddMudServices();
// No key files are written to the machine: after a restart people sign in again.
builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
builder.Services.AddRazorComponents().AddInteractiveServerComponents(options => options.DisconnectedCircuitMaxRetained = 20);

var app = builder.Build();
app.UseSecurityHeaders();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found");
app.UseSignIn();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();
app.MapDefaultEndpoints();
app.MapSignIn();
app.MapDocumentFile();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
await app.RunAsync();
return 0;
