namespace LocalAi.BrowserTests.Deployment;

/// <summary>What people keep in a deployment, as its services tell it.</summary>
/// <param name="Conversation">A conversation with its messages.</param>
/// <param name="Documents">The documents of a collection.</param>
/// <param name="Passages">What a search in them finds, with the similarity that comes from the vectors.</param>
/// <param name="Workflows">n8n's workflows.</param>
/// <param name="Credentials">n8n's credentials; it never tells their secrets.</param>
/// <param name="Opened">What a workflow answers to whoever shows the secret of one of them: n8n has decrypted it.</param>
internal sealed record KeptData(string Conversation, string Documents, string Passages, string Workflows, string Credentials, string Opened);
