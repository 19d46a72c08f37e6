// Putting in order: the items stand in the order given.

export function orderOf(question) {
  return question.querySelector(".ordering");
}

export function showOrder(question, given) {
  const order = orderOf(question);
  order.dataset.given = given.join(" ");
  const items = [...order.children];
  const place = (item) => (given.includes(item.dataset.item) ? given.indexOf(item.dataset.item) : items.length);
  items.sort((one, other) => place(one) - place(other)).forEach((item) => order.append(item));
  items.forEach((item, position) => {
    item.querySelector(".place").textContent = position + 1;
    item.querySelector("[data-move='-1']").disabled = position === 0;
    item.querySelector("[data-move='1']").disabled = position === items.length - 1;
  });
  question.querySelector("[data-keep-order]").hidden = given.length > 0;
}
