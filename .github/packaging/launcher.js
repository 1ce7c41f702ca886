#!/usr/bin/env node
// Starts the program that npm installed for this system and processor, with the same arguments, files and exit code.
"use strict";

const { spawn } = require("node:child_process");

const name = `firstflight-${process.platform}-${process.arch}`;

function find() {
  try {
    return require.resolve(`${name}/firstflight${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    console.error(`error: the package ${name} is not installed`);
    console.error("help: install firstflight again without --omit=optional; for systems that it does not have, use cargo");
    process.exit(2);
  }
}

const child = spawn(find(), process.argv.slice(2), { stdio: "inherit" });
// Ctrl-C sends a signal to both processes; the launcher ends after the program.
const passed = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of passed) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error: cannot start ${name}: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (!signal) process.exit(code);
  for (const each of passed) process.removeAllListeners(each);
  process.kill(process.pid, signal);
});
