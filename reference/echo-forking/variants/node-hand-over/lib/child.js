const { pid } = process;

process.on('message', (what, socket) => {
  if (!socket) return;
  socket.on('error', (error) => console.log(pid, error.message));
  socket.once('data', (data) => {
    socket.end(Buffer.concat([Buffer.from(pid + ': '), data]));
  });
  socket.resume();
});
