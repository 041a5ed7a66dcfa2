// Names and models from outside: a file that is opened or dropped, a list that is typed in, and model.json to keep.

/** The names in a text, one a line. What is no such list is refused with a sentence. */
function namesIn(text) {
  const lines = text.split(/\r\n|\n|\r/).map(line => line.normalize('NFC').replace(/^[\p{Cf}\s]+|[\p{Cf}\s]+$/gu, ''))
    .filter(line => line)
  const like = (pattern, share) => lines.filter(line => pattern.test(line)).length > share * lines.length
  if (like(/[\t;,|]/, 0.5)) throw Error('This looks like a table; one name a line is needed.')
  if (/^\s*[{[<]/.test(text) && like(/[<>{}"[\]]/, 0.5)) {
    throw Error('This is no list of names; one name a line is needed.')
  }
  const odd = lines.findIndex(line => /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD\u202A-\u202E\u2066-\u2069]/u.test(line))
  if (odd >= 0) throw Error(`Line ${odd + 1} holds a character that no name may hold; plain text in UTF-8 is needed.`)
  if (lines.some(line => [...line].length > 1000)) throw Error('A line is too long for a name.')
  if (new Set(lines).size < 10) throw Error(`10 different names or more are needed, not ${new Set(lines).size}.`)
  return lines
}

function modelIn(text) {
  let m
  try { m = JSON.parse(text) } catch { throw Error('This is not whole JSON.') }
  const letters = typeof m.vocabulary === 'string' ? [...m.vocabulary] : [], V = letters.length, H = m.hidden
  const matrix = (rows, n, k) => Array.isArray(rows) && rows.length === n && rows.every(row => Array.isArray(row) &&
    row.length === k && row.every(a => typeof a === 'number' && Math.abs(a) <= 1e9))
  if (m.format !== 'dino-rnn/1') throw Error('This is no model: "format" must be "dino-rnn/1".')
  const ascending = letters.every((c, i) => i < 2 || c.codePointAt(0) > letters[i - 1].codePointAt(0))
  if (V < 2 || letters[0] !== ' ' || !ascending) {
    throw Error('"vocabulary" must be \' \' and then letters in ascending order.')
  }
  if (!Number.isInteger(H) || H < 1 || H > 1024) throw Error('"hidden" must be a whole number from 1 to 1024.')
  const cell = m.cell ?? 'rnn', G = {rnn: 1, gru: 3, lstm: 4}[cell]
  if (!CELLS.includes(cell)) throw Error('"cell" must be "rnn", "gru" or "lstm", or absent for rnn.')
  if (!matrix(m.Wxh, V, G * H) || !matrix(m.Whh, H, G * H) || !matrix(m.Who, H, V)) {
    const g = G > 1 ? G + ' ' : ''
    throw Error(`"Wxh", "Whh" and "Who" must be rows of numbers, V x ${g}H, H x ${g}H and H x V.`)
  }
  return m
}

async function take(file) {
  try {
    if (file.size > 50e6) throw Error('The file is too long.')
    const bytes = new Uint8Array(await file.arrayBuffer())
    const coding = {'255,254': 'utf-16le', '254,255': 'utf-16be'}[bytes.slice(0, 2).join()] || 'utf-8'
    const text = new TextDecoder(coding).decode(bytes)
    if (/^\s*\{/.test(text)) {
      model = modelIn(text)
      const s = model.settings || {}
      if (Number.isInteger(s.seed) && s.seed >= 0 && s.seed <= 2147483647) state.seed = s.seed
      begin()
    } else takeNames(namesIn(text), file.name.slice(0, 60))
    showControls()
  } catch (e) {
    say(`${file.name.slice(0, 60)}: ${e.message}`)
  }
}

function takeNames(names, title) {
  const own = {title, names}
  lists = [...facts.lists, own]
  takeList(own)
}

function takeList(chosen) {
  list = chosen
  model = null
  if (!list.names.includes(state.name)) state.name = list.names[0]
  showControls()
  begin()
}

on('file', 'change', () => {
  if ($('file').files[0]) take($('file').files[0])
  $('file').value = ''
})
addEventListener('dragover', event => event.preventDefault())
addEventListener('drop', event => {
  event.preventDefault()
  if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0])
})
on('takeTyped', 'click', () => {
  try {
    takeNames(namesIn($('typedNames').value), 'typed in')
    $('typed').close()
  } catch (e) {
    $('typedError').textContent = e.message
  }
})

on('download', 'click', () => ask('weights'))

/** model.json, as train writes it; the losses are those of the network as it stands. */
function save({Wxh, Whh, Who, train, valid, test, epoch}) {
  const rows = M => M.map(row => [...row])
  const json = {format: 'dino-rnn/1', vocabulary: vocabulary.join(''), cell: state.cell, hidden: Whh.length,
    settings: {data: list.data === undefined ? list.title : list.data, cell: state.cell, hidden: Whh.length, epochs: epoch,
      batch: state.batch, lr: state.lr, optimizer: state.optimizer, clip: state.clip, seed: state.seed,
      init: model ? 'a model' : null},
    loss: {train, valid, test, epoch}, Wxh: rows(Wxh), Whh: rows(Whh), Who: rows(Who)}
  if (![...json.Wxh, ...json.Whh, ...json.Who].flat().every(Number.isFinite)) {
    say('There is nothing to keep: a weight is no longer a number.')
    return
  }
  const link = make('a', {download: 'model.json', href: URL.createObjectURL(
    new Blob([JSON.stringify(json) + '\n'], {type: 'application/json'}))})
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}
