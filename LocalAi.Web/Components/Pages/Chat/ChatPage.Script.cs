using Microsoft.JSInterop;

namespace LocalAi.Web.Components.Pages.Chat;

/// <summary>What chat.js calls.</summary>
public sealed partial class ChatPage
{
    /// <summary>The longest text that is read from the message box, bytes; the agent has the last word on its own limit.</summary>
    private const long LongestMessageBytes = 16 * 1024 * 1024;

    /// <summary>Called by the message box with its text; true when the agent has the question, false when the text goes back into the box.</summary>
    [JSInvokable]
    public Task<bool> SendAsync(string text) => SubmitAsync(text);

    /// <summary>As <see cref="SendAsync"/>, for text too long for one message of the circuit.</summary>
    [JSInvokable]
    public async Task<bool> SendLongAsync(IJSStreamReference text)
    {
        await using var reference = text;
        await using var stream = await text.OpenReadStreamAsync(LongestMessageBytes, _closed.Token);
        using var reader = new StreamReader(stream);
        return await SubmitAsync(await reader.ReadToEndAsync(_closed.Token));
    }

    /// <summary>Called by the keyboard: Escape.</summary>
    [JSInvokable]
    public void Stop() => _thread.Turn?.Stop();

    /// <summary>The model that this browser used last, for a new conversation.</summary>
    [JSInvokable]
    public void Prefer(string? model)
    {
        if (_thread.ConversationId is null)
        {
            Models.Select(model);
        }
    }
}
