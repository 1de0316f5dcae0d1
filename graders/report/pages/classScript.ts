// The only script of a page: sorts and filters the table of students. Plain JavaScript, as a browser runs it.
// The law here: it reads what the table shows and moves or hides rows; it makes no markup, so nothing hostile can become any.

export const classScript = `
'use strict';
document.documentElement.classList.add('live');
const table = document.querySelector('.heat');
const body = table.tBodies[0];
const heads = [...table.tHead.rows[0].cells];
const rows = [...body.rows];
const found = rows.map((row) => (row.cells[0].textContent + ' ' + row.lastElementChild.textContent).toLowerCase());
const ranks = ['failed', 'broken', 'skipped', 'passed'];
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

// A cell without a number or verdict comes last, whichever way the others are sorted.
const keyOf = (cell, kind) => {
  if (kind === 'number') return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
  if (kind === 'verdict') return ranks.includes(cell.className) ? ranks.indexOf(cell.className) : null;
  return cell.textContent === '' ? null : cell.textContent;
};

const sortBy = (index, direction) => {
  const kind = heads[index].dataset.kind;
  const keyed = rows.map((row, order) => ({ row, order, key: keyOf(row.cells[index], kind) }));
  const compare = kind === 'text' ? (a, b) => collator.compare(a, b) : (a, b) => a - b;
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.order - b.order;
    return direction * compare(a.key, b.key) || a.order - b.order;
  });
  body.append(...keyed.map(({ row }) => row));
  for (const head of heads) head.removeAttribute('aria-sort');
  heads[index].setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
};

for (const [index, head] of heads.entries()) {
  head.querySelector('button').addEventListener('click', () => {
    sortBy(index, head.getAttribute('aria-sort') === 'ascending' ? -1 : 1);
  });
}

const field = (id) => document.getElementById(id);
const [name, check, verdict, status] = ['filter-name', 'filter-check', 'filter-verdict', 'filter-status'].map(field);
const numbers = new Intl.NumberFormat(document.documentElement.lang);

const filter = () => {
  const words = name.value.toLowerCase().trim();
  const columns = check.value === '' ? heads.flatMap((head, i) => (head.dataset.kind === 'verdict' ? [i] : [])) : [Number(check.value)];
  let shown = 0;
  for (const [i, row] of rows.entries()) {
    const hasVerdict = verdict.value === '' || columns.some((column) => row.cells[column].className === verdict.value);
    row.hidden = !(hasVerdict && found[i].includes(words));
    if (!row.hidden) shown += 1;
  }
  status.textContent = status.dataset.text.replace('#', numbers.format(shown));
};
name.addEventListener('input', filter);
check.addEventListener('change', filter);
verdict.addEventListener('change', filter);

for (const button of document.querySelectorAll('button[data-find]')) {
  button.addEventListener('click', () => {
    name.value = button.dataset.find;
    check.value = '';
    verdict.value = '';
    filter();
    name.focus();
  });
}
filter();
`;
