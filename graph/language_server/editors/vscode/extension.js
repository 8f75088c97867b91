// Starts `loopmap lsp` and hands every Turtle text, and the TOML files of a map, to it. All the rest
// is the server's.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function activate(context) {
  const [command, ...args] = vscode.workspace.getConfiguration("loopmap").get("command");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const server = { command, args, options: { cwd: folder } };
  client = new LanguageClient("loopmap", "loopmap", server, {
    documentSelector: [
      { scheme: "file", language: "turtle" },
      { scheme: "untitled", language: "turtle" },
      { scheme: "file", pattern: "**/{loopmap,presets/*}.toml" },
    ],
  });
  context.subscriptions.push({ dispose: deactivate });
  try {
    await client.start();
  } catch (error) {
    const words = [command, ...args].join(" ");
    vscode.window.showErrorMessage(
      `loopmap: "${words}" did not start. Install it with: pip install "loopmap[editor]", ` +
        `or say in the setting loopmap.command how to start it. (${error.message ?? error})`,
    );
  }
}

async function deactivate() {
  const running = client;
  client = undefined;
  if (running?.isRunning()) await running.stop();
}

module.exports = { activate, deactivate };
