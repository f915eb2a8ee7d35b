namespace LocalAi.AppHost.N8n;

/// <summary>The workflow automation of the stack.</summary>
/// <param name="McpUrl">Where its starter workflows are offered as MCP tools; null when it is off or not the stack's own.</param>
/// <param name="Token">The bearer token of its MCP server and webhooks.</param>
internal sealed record WorkflowService(ReferenceExpression? McpUrl, IResourceBuilder<ParameterResource>? Token);
