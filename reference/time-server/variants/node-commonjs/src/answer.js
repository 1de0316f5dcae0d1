'use strict';

function twoDigits(n) {
  return n < 10 ? '0' + n : String(n);
}

// What to say to one request; null for a request to leave.
exports.answer = function (request) {
  if (request === 'QUIT') return null;
  if (!request.startsWith('TIME')) return 'WARNING: Invalid Command!\r\n';
  const now = new Date();
  return 'JAM ' + [now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(':') + '\r\n';
};
